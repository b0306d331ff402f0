package org.truckee.cli.debug;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryVerifyCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableVerifyCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.cli.command.Quoting;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.storage.WriteEnabler;

/**
 * What stands in a capability, in lines ({@code spec/10 §8.1}).
 *
 * @param server what it gets to know is shown, too
 * @param client its secrets are shown, too
 */
record CapDescription(Optional<TubId> server, Optional<ClientLeaseSecret> client) {
  private static final String UNKNOWN = "unknown cap type";

  /** The lines. */
  List<String> lines(Capability cap) {
    return switch (cap) {
      case ChkReadCap chk -> readable("CHK File:", chk);
      case ChkVerifyCap chk -> verifiable("CHK Verifier URI:", chk);
      case LiteralCap literal -> literal(literal);
      case MutableWriteCap write -> writable(write.format() + " Writeable URI:", write);
      case MutableReadCap read -> readable(read.format() + " Read-only URI:", read);
      case MutableVerifyCap verify -> verifiable(verify.format() + " Verifier URI:", verify);
      case DirectoryWriteCap directory -> writable("Directory Writeable URI:", directory.file());
      case DirectoryReadCap directory -> ofDirectory(directory);
      case DirectoryVerifyCap directory -> ofDirectory(directory);
      default -> List.of(UNKNOWN);
    };
  }

  private List<String> ofDirectory(DirectoryReadCap directory) {
    return switch (directory.file()) {
      case ChkReadCap chk -> readable("CHK Directory URI:", chk);
      case MutableReadCap read -> readable("Directory Read-only URI:", read);
      case LiteralCap _ -> List.of(UNKNOWN);
    };
  }

  private static List<String> ofDirectory(DirectoryVerifyCap directory) {
    return switch (directory.file()) {
      case ChkVerifyCap chk -> verifiable("CHK Directory Verifier URI:", chk);
      case MutableVerifyCap verify -> verifiable("Directory Verifier URI:", verify);
    };
  }

  private List<String> readable(String header, ChkReadCap cap) {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.add(field("key", cap.key()));
    lines.addAll(ofFile(cap.verifyCap()));
    addSecrets(cap.index(), lines);
    return lines;
  }

  private static List<String> verifiable(String header, ChkVerifyCap cap) {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.addAll(ofFile(cap));
    return lines;
  }

  private static List<String> ofFile(ChkVerifyCap cap) {
    return List.of(
        " UEB hash: " + cap.uriExtensionHash(),
        " size: " + cap.size(),
        " k/N: %d/%d".formatted(cap.needed(), cap.total()),
        " storage index: " + cap.index());
  }

  private static List<String> literal(LiteralCap cap) {
    String data = new String(cap.data(), StandardCharsets.UTF_8);
    return List.of("Literal File URI:", " data: " + Quoting.quoted(data));
  }

  private List<String> writable(String header, MutableWriteCap cap) {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.add(field("writekey", cap.writeKey()));
    lines.addAll(ofFile(cap.readOnly()));
    lines.add("");
    if (server.isPresent()) {
      lines.add(field("write_enabler", WriteEnabler.of(cap.writeKey(), server.get())));
      lines.add("");
    }
    addSecrets(cap.index(), lines);
    return lines;
  }

  private static List<String> readable(String header, MutableReadCap cap) {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.addAll(ofFile(cap));
    return lines;
  }

  private static List<String> ofFile(MutableReadCap cap) {
    return List.of(
        field("readkey", cap.readKey()),
        " storage index: " + cap.index(),
        " fingerprint: " + cap.fingerprint());
  }

  private static List<String> verifiable(String header, MutableVerifyCap cap) {
    return List.of(header, " storage index: " + cap.index(), " fingerprint: " + cap.fingerprint());
  }

  private void addSecrets(StorageIndex index, List<String> lines) {
    client.ifPresent(
        secret -> {
          addChain("renewal", secret.renewal(index), lines);
          addChain("cancel", secret.cancellation(index), lines);
        });
  }

  private void addChain(String purpose, ClientLeaseSecret.Chain chain, List<String> lines) {
    lines.add(field("client %s secret".formatted(purpose), chain.client()));
    lines.add(field("file %s secret".formatted(purpose), chain.file()));
    server.ifPresent(
        tub -> lines.add(field("lease %s secret".formatted(purpose), chain.on(tub.bytes()))));
  }

  private static String field(String name, Secret value) {
    return " %s: %s".formatted(name, Base32.encode(value.bytes()));
  }
}
