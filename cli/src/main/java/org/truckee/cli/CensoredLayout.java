package org.truckee.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * Lines of the log without capabilities and other secret addresses, whoever wrote them: libraries
 * put whole request lines into theirs.
 */
public final class CensoredLayout extends PatternLayout {
  private static final String CENSORED = "[CENSORED]";
  private static final Pattern CAPABILITY =
      Pattern.compile("(?i)\\bURI(?::|%3A)[^\\s\"'<>()\\[\\]{},;?&]+");
  private static final Pattern PATH =
      Pattern.compile("(?i)(/(?:uri|cap|file|named)/)[^\\s\"'<>(){},;?]+");
  private static final Pattern ARGUMENT =
      Pattern.compile("(?i)([?&;](?:uri|private-key|to_dir)=)[^\\s\"'<>&;]+");
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\bpb://[^\\s\"'<>]+");

  @Override
  public String doLayout(ILoggingEvent event) {
    return censor(super.doLayout(event));
  }

  static String censor(String text) {
    String line = CAPABILITY.matcher(text).replaceAll("URI:" + CENSORED);
    line = PATH.matcher(line).replaceAll("$1" + CENSORED);
    line = ARGUMENT.matcher(line).replaceAll("$1" + CENSORED);
    return ADDRESS.matcher(line).replaceAll("pb://" + CENSORED);
  }
}
