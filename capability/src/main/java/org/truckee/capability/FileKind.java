package org.truckee.capability;

/** The nine kinds of file caps, with the prefixes of their strings ({@code spec/01 §5.1}). */
enum FileKind {
  CHK("CHK", "DIR2-CHK"),
  CHK_VERIFIER("CHK-Verifier", "DIR2-CHK-Verifier"),
  LIT("LIT", "DIR2-LIT"),
  SSK("SSK", "DIR2"),
  SSK_RO("SSK-RO", "DIR2-RO"),
  SSK_VERIFIER("SSK-Verifier", "DIR2-Verifier"),
  MDMF("MDMF", "DIR2-MDMF"),
  MDMF_RO("MDMF-RO", "DIR2-MDMF-RO"),
  MDMF_VERIFIER("MDMF-Verifier", "DIR2-MDMF-Verifier");

  private final String file;
  private final String directory;

  FileKind(String file, String directory) {
    this.file = file;
    this.directory = directory;
  }

  static FileKind of(FileCap cap) {
    return switch (cap) {
      case ChkReadCap _ -> CHK;
      case ChkVerifyCap _ -> CHK_VERIFIER;
      case LiteralCap _ -> LIT;
      case MutableWriteCap write -> write.format() == MutableFormat.SDMF ? SSK : MDMF;
      case MutableReadCap read -> read.format() == MutableFormat.SDMF ? SSK_RO : MDMF_RO;
      case MutableVerifyCap verify ->
          verify.format() == MutableFormat.SDMF ? SSK_VERIFIER : MDMF_VERIFIER;
    };
  }

  /** What stands between {@code URI:} and the next colon in the cap of a file or a directory. */
  String label(boolean ofDirectory) {
    return ofDirectory ? directory : file;
  }

  MutableFormat format() {
    return switch (this) {
      case SSK, SSK_RO, SSK_VERIFIER -> MutableFormat.SDMF;
      case MDMF, MDMF_RO, MDMF_VERIFIER -> MutableFormat.MDMF;
      case CHK, CHK_VERIFIER, LIT ->
          throw new IllegalStateException(this + " names no mutable file");
    };
  }
}
