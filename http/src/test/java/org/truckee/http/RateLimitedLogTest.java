package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
  @Test
  void ofManyMistakesOfClientsOneIsToldAndNoneWithAStack() {
    Logger logger = (Logger) LoggerFactory.getLogger(RateLimitedLogTest.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(told);
    try {
      RateLimitedLog log = new RateLimitedLog(logger);
      for (int i = 0; i < 300; i++) {
        log.tell("a client sent nonsense");
      }
      assertThat(told.list)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getLevel()).isEqualTo(Level.INFO);
                assertThat(event.getFormattedMessage()).isEqualTo("a client sent nonsense");
                assertThat(event.getThrowableProxy()).isNull();
              });
    } finally {
      logger.detachAppender(told);
    }
  }
}
