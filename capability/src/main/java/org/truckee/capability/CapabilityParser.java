package org.truckee.capability;

import java.util.Optional;

/**
 * Reads the string of a capability: prefixes, the constraints of the place where it was found, and
 * the kind ({@code spec/01 §5.3}). What follows the kind is for {@link CapabilityBody}. Time and
 * memory grow with the length of the string and nothing else.
 */
final class CapabilityParser {
  private static final String READONLY_PREFIX = "ro.";
  private static final String IMMUTABLE_PREFIX = "imm.";
  private static final String FUTURE_WRITEABLE = "x-tahoe-future-test-writeable:";
  private static final String FUTURE_MUTABLE = "x-tahoe-future-test-mutable:";

  private final String whole;
  private final String name;
  private final boolean canBeMutable;
  private final boolean canBeWriteable;
  private final String unprefixed;

  private CapabilityParser(String whole, boolean deepImmutable, String name) {
    this.whole = whole;
    this.name = name;
    boolean immutable = whole.startsWith(IMMUTABLE_PREFIX);
    boolean readonly = whole.startsWith(READONLY_PREFIX);
    this.canBeMutable = !deepImmutable && !immutable;
    this.canBeWriteable = canBeMutable && !readonly;
    int prefix = immutable ? IMMUTABLE_PREFIX.length() : readonly ? READONLY_PREFIX.length() : 0;
    this.unprefixed = whole.substring(prefix);
  }

  static Capability parse(String text, boolean deepImmutable, String name) {
    return new CapabilityParser(text, deepImmutable, name).parse();
  }

  private Capability parse() {
    for (FileKind kind : FileKind.values()) {
      for (boolean directory : new boolean[] {false, true}) {
        String prefix = "URI:" + kind.label(directory) + ":";
        if (unprefixed.startsWith(prefix)) {
          return parse(kind, directory, prefix);
        }
      }
    }
    if (unprefixed.startsWith(FUTURE_WRITEABLE) && !canBeWriteable) {
      return misplaced(FUTURE_WRITEABLE + " testing cap");
    }
    if (unprefixed.startsWith(FUTURE_MUTABLE) && !canBeMutable) {
      return misplaced(FUTURE_MUTABLE + " testing cap");
    }
    return new UnknownCapability(whole, Optional.empty());
  }

  private Capability parse(FileKind kind, boolean directory, String prefix) {
    String label = "URI:" + kind.label(directory);
    switch (kind) {
      case SSK, MDMF -> {
        if (!canBeWriteable) {
          return misplaced(label + (directory ? " directory writecap" : " file writecap"));
        }
      }
      case SSK_RO, MDMF_RO -> {
        if (!canBeMutable) {
          return misplaced(label + " readcap to a mutable " + (directory ? "directory" : "file"));
        }
      }
      case CHK, CHK_VERIFIER, LIT, SSK_VERIFIER, MDMF_VERIFIER -> {}
    }
    try {
      FileCap file = CapabilityBody.parse(kind, unprefixed.substring(prefix.length()));
      return directory ? asDirectory(file) : file;
    } catch (CapabilityBody.BadBodyException e) {
      return unknown(
          new CapabilityProblem.BadUri("damaged %s cap: %s".formatted(label, e.getMessage())));
    }
  }

  private static DirectoryCap asDirectory(FileCap file) {
    return switch (file) {
      case MutableWriteCap write -> new DirectoryWriteCap(write);
      case FileReadCap read -> new DirectoryReadCap(read);
      case FileVerifyCap verify -> new DirectoryVerifyCap(verify);
    };
  }

  private UnknownCapability misplaced(String kind) {
    return unknown(
        canBeMutable
            ? new CapabilityProblem.MustBeReadonly(kind + " used in a read-only context", name)
            : new CapabilityProblem.MustBeDeepImmutable(
                kind + " used in an immutable context", name));
  }

  private UnknownCapability unknown(CapabilityProblem problem) {
    return new UnknownCapability(whole, Optional.of(problem));
  }
}
