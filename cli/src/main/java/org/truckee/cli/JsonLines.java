package org.truckee.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** The log for programs: one JSON object a line, without capabilities and other secrets. */
final class JsonLines extends LayoutBase<ILoggingEvent> {
  private static final String PROGRAM = "org.truckee.";

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("time", event.getInstant().toString());
    members.put("level", event.getLevel().toString());
    members.put("module", module(event.getLoggerName()));
    members.put("logger", event.getLoggerName());
    members.put("thread", event.getThreadName());
    members.put("message", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        members.putIfAbsent(pair.key, String.valueOf(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      members.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ": " + quoted(censored(member)))
        .collect(Collectors.joining(", ", "{", "}\n"));
  }

  private static String censored(Map.Entry<String, String> member) {
    return CensoredLayout.censor(member.getValue());
  }

  private static String module(String logger) {
    if (!logger.startsWith(PROGRAM)) {
      return "library";
    }
    String rest = logger.substring(PROGRAM.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
