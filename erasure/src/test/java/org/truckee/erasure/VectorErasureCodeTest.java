package org.truckee.erasure;

class VectorErasureCodeTest extends ErasureCodeContract {
  @Override
  Kernel kernel() {
    return new VectorKernel();
  }
}
