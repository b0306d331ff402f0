package org.truckee.bench.erasure;

/**
 * How long an operation took, in microseconds. On a machine that does other work too, the fastest
 * call says more about the code than the median.
 */
record Times(double median, double fastest) {}
