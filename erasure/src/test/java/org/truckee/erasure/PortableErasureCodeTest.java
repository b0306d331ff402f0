package org.truckee.erasure;

class PortableErasureCodeTest extends ErasureCodeContract {
  @Override
  Kernel kernel() {
    return new PortableKernel();
  }
}
