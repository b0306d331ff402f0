package org.truckee.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The name and version of this program. */
public final class TruckeeVersion {
  private static final String TEXT = "truckee/" + number();

  private TruckeeVersion() {}

  /** As in {@code truckee/0.1.0}. */
  public static String text() {
    return TEXT;
  }

  private static String number() {
    Properties properties = new Properties();
    try (InputStream in = TruckeeVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the program is incomplete: build it again", e);
    }
    return properties.getProperty("version");
  }
}
