package org.truckee.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** What runs in a channel, with the streams that the library gives it. */
abstract class Program implements Command {
  private final Tasks tasks;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;

  Program(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    tasks.start(
        () -> {
          int status = 1;
          try {
            status = run(channel, in, out, err);
          } catch (IOException _) {
            // The client is gone.
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            exit.onExit(status);
          }
        });
  }

  /**
   * Does it.
   *
   * @return the exit status
   */
  abstract int run(ChannelSession channel, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException;

  /** Nothing to do: the streams end with the channel. */
  @Override
  public void destroy(ChannelSession channel) {}
}
