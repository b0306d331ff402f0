package org.truckee.bench.nodes;

/**
 * How files are encoded and placed: the {@code shares.*} options of spec/09 §4.3.
 *
 * @param needed k, the shares that give a file back
 * @param happy servers of happiness that an upload has to reach
 * @param total N, the shares made of a file
 */
public record Encoding(int needed, int happy, int total) {

  public Encoding {
    if (needed < 1 || total < needed || happy < 1 || happy > total) {
      throw new IllegalArgumentException(
          "not an encoding: %d-of-%d, happy %d".formatted(needed, total, happy));
    }
  }
}
