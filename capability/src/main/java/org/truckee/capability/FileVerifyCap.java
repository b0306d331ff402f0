package org.truckee.capability;

/** A cap that grants checking the shares of a file. */
public sealed interface FileVerifyCap extends FileCap, VerifyCap
    permits ChkVerifyCap, MutableVerifyCap {
  @Override
  default FileVerifyCap readOnly() {
    return this;
  }
}
