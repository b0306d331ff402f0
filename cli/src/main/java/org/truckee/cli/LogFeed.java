package org.truckee.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.truckee.node.ProgramLog;

/** Lines of the log, censored, for those who listen to the nodes of this process. */
public final class LogFeed extends AppenderBase<ILoggingEvent> {
  @Override
  protected void append(ILoggingEvent event) {
    ProgramLog.line(
        event.getInstant(),
        event.getLevel().toString(),
        event.getLoggerName(),
        CensoredLayout.censor(event.getFormattedMessage()));
  }
}
