/**
 * The hash functions of 2007, the texts of its binary names, and its hash trees ({@code spec/12 §2,
 * §3, §8.5}).
 */
package org.truckee.firstgen.hash;
