package org.truckee.cli.browser;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.truckee.cli.command.Surroundings;

/** The browser of whoever calls a command. */
final class Browser {
  private static final String VARIABLE = "BROWSER";
  private static final String PLACE = "%s";

  /** How long the program of a desktop may take to hand a page on. */
  private static final int HANDING_ON_SECONDS = 5;

  private final Surroundings surroundings;

  Browser(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Opens a page. Browsers that {@code BROWSER} names may be such as run in this terminal, and are
   * waited for.
   *
   * @return whether a browser took it
   */
  boolean open(String url) throws InterruptedException {
    for (String command : surroundings.variable(VARIABLE).orElse("").split(File.pathSeparator)) {
      if (!command.isBlank() && named(command.strip(), url)) {
        return true;
      }
    }
    for (List<String> command : ofDesktop(url)) {
      if (handedOn(command)) {
        return true;
      }
    }
    return false;
  }

  private boolean named(String command, String url) throws InterruptedException {
    boolean beside = command.endsWith("&");
    List<String> words = new ArrayList<>();
    for (String word :
        (beside ? command.substring(0, command.length() - 1) : command).split(" +")) {
      words.add(word.replace(PLACE, url));
    }
    if (!command.contains(PLACE)) {
      words.add(url);
    }
    try {
      Process process = new ProcessBuilder(words).inheritIO().start();
      return beside || process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<List<String>> ofDesktop(String url) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return List.of(List.of("open", url));
    }
    if (system.contains("windows")) {
      return List.of(List.of("rundll32", "url.dll,FileProtocolHandler", url));
    }
    return Arrays.asList(
        List.of("xdg-open", url), List.of("sensible-browser", url), List.of("www-browser", url));
  }

  private static boolean handedOn(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(HANDING_ON_SECONDS, TimeUnit.SECONDS);
      return !ended || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
