package org.truckee.grid.directory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;
import org.truckee.crypto.Netstring;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Metadata;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;

/** Writes entries ({@code spec/03 §2.3–2.6}). */
record EntryWriter(TableAccess access) {
  private static final String IMMUTABLE = "imm.";
  private static final String READ_ONLY = "ro.";

  /**
   * An entry, with length and comma.
   *
   * @throws CapabilityConstraintException if the child may not be in this directory
   * @throws GridException if it cannot be a child of anything, or the name cannot be stored
   */
  byte[] write(String name, FilesystemNode node, Metadata metadata) throws GridException {
    check(name, node);
    ByteArrayOutputStream entry = new ByteArrayOutputStream(512);
    entry.writeBytes(Netstring.encode(ChildNames.encode(name)));
    entry.writeBytes(Netstring.encode(bytes(node.readCap().map(this::unmarked))));
    byte[] write = bytes(node.writeCap().map(Capability::text));
    entry.writeBytes(
        Netstring.encode(access.cipher().map(cipher -> cipher.seal(write)).orElse(new byte[0])));
    entry.writeBytes(Netstring.encode(metadata.json().getBytes(StandardCharsets.US_ASCII)));
    return Netstring.encode(entry.toByteArray());
  }

  /** Refuses what may not be a child here ({@code spec/03 §4.5}). */
  void check(String name, FilesystemNode node) throws GridException {
    if (node instanceof VerifierNode) {
      throw new GridException(
          "a verify cap cannot be a child of a directory; use the cap that grants reading");
    }
    if (node instanceof UnknownNode unknown) {
      unknown.requireAccepted();
      if (unknown.writeCap().isPresent() && unknown.readCap().isEmpty()) {
        throw new CapabilityConstraintException(
            new CapabilityProblem.MustNotBeUnknownWrite(
                "a cap of an unknown kind may only be linked together with its read cap",
                name,
                access.immutable()));
      }
    }
    if (access.immutable() && !node.isAllowedInImmutable()) {
      throw new CapabilityConstraintException(
          new CapabilityProblem.MustBeDeepImmutable(
              "a child that can change may not be in an immutable directory", name));
    }
  }

  /** Without the prefix that follows from the place where it is stored ({@code spec/03 §2.3}). */
  private String unmarked(Capability cap) {
    String text = cap.text();
    if (text.startsWith(IMMUTABLE)) {
      return access.immutable() ? text.substring(IMMUTABLE.length()) : text;
    }
    return text.startsWith(READ_ONLY) ? text.substring(READ_ONLY.length()) : text;
  }

  private static byte[] bytes(Optional<String> cap) throws GridException {
    try {
      return CapBytes.encode(cap.orElse(""));
    } catch (CharacterCodingException e) {
      throw new GridException("a capability has an unpaired surrogate, which cannot be stored", e);
    }
  }
}
