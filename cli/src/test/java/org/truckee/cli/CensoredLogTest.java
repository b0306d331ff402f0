package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logging configuration of every program: no line has a capability, whoever wrote it. */
class CensoredLogTest {
  private static final String SECRET = "gfsxc3dtmvrxezlu";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET@1 http://localhost/uri/URI:CHK:%s:abc:3:10:99 HTTP/1.1",
        "GET@1 http://localhost/uri/URI%%3ACHK%%3A%s%%3Aabc?t=json",
        "bad request //cap/ro.uri:dir2:%s",
        "/named/x-of-the-future-%s/a.txt",
        "/uri?uri=URI%%3ADIR2%%3A%s&t=x",
        "/uri?t=x&uri=%s",
        "nothing at pb://tub@tcp:host:1/%s"
      })
  void noLineHasACapability(String line) throws Exception {
    String event = line.formatted(SECRET);
    String text = logged("org.truckee.anything", event);
    assertThat(text).contains("CENSORED").doesNotContain(SECRET);
    assertThat(logged("org.eclipse.jetty.http.HttpParser", event)).doesNotContain(SECRET);
  }

  @Test
  void whatIsNoSecretStaysAsItIs() throws Exception {
    assertThat(logged("org.truckee.anything", "share 3 of abcde is damaged: /srv/shares/ab/cd"))
        .contains("share 3 of abcde is damaged: /srv/shares/ab/cd");
  }

  /** What is printed of a warning with that text and a failure that has it too. */
  private static String logged(String logger, String event) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(CensoredLayout.class.getResource("/logback.xml"));
      context.getLogger(logger).warn("told: {}", event, new IOException(event));
      context.getLogger(logger).error("told: {}", event, new IOException(event));
      context.stop();
    } finally {
      System.setErr(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
