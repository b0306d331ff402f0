package org.truckee.web.pages;

import java.util.List;

/**
 * What the grid does, and has lately done.
 *
 * @param active operations that go on, the last one first
 * @param recent transfers that have ended
 * @param questions checks and servermap updates that have ended, which are many
 * @param deep operations on all below a directory
 */
public record StatusView(List<Row> active, List<Row> recent, List<Row> questions, List<Deep> deep) {
  /**
   * One operation.
   *
   * @param when it began
   * @param kind as programs know it
   * @param index where the shares are
   * @param size bytes, as programs know them
   * @param percent how far it is, 0 to 100
   * @param progress the same in words
   * @param status how it stands
   * @param place where more is told of it
   */
  public record Row(
      String when,
      String kind,
      String index,
      String size,
      int percent,
      String progress,
      String status,
      String place) {}

  /**
   * One that runs in the background. Where its results are only who started it knows: they may have
   * capabilities in them.
   *
   * @param kind what it does
   * @param index of the directory
   * @param age how long ago it began
   * @param status how it stands
   */
  public record Deep(String kind, String index, String age, String status) {}
}
