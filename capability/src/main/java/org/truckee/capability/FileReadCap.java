package org.truckee.capability;

/** A cap that grants reading a file, but not writing it. */
public sealed interface FileReadCap extends FileCap, ReadCap
    permits ChkReadCap, LiteralCap, MutableReadCap {
  @Override
  default FileReadCap readOnly() {
    return this;
  }
}
