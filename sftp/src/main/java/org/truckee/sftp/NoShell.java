package org.truckee.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.channel.ChannelSession;
import org.truckee.sftp.protocol.ReplyPacket;

/** What is run in place of all commands ({@code spec/11 §A9}): it knows one. */
final class NoShell extends Program {
  private static final String DISK_FREE = "df -P -k /";

  private static final String REFUSAL =
      "This server supports only the SFTP protocol. It does not support SCP,\r\n"
          + "interactive shell sessions, or commands other than one needed by sshfs.\r\n";

  private final String command;

  NoShell(Tasks tasks, String command) {
    super(tasks);
    this.command = command;
  }

  @Override
  int run(ChannelSession channel, InputStream in, OutputStream out, OutputStream err)
      throws IOException {
    if (command.equals(DISK_FREE)) {
      write(out, diskFree());
      return 0;
    }
    write(err, REFUSAL);
    return 1;
  }

  private static void write(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.US_ASCII));
    stream.flush();
  }

  private static String diskFree() {
    long used = ReplyPacket.Vfs.BLOCKS - ReplyPacket.Vfs.FREE;
    return "%-20s %11s %10s %10s %8s %s\r\n%-20s %11d %10d %10d %7d%% %s\r\n"
        .formatted(
            "Filesystem",
            "1024-blocks",
            "Used",
            "Available",
            "Capacity",
            "Mounted on",
            "tahoe",
            ReplyPacket.Vfs.BLOCKS,
            used,
            ReplyPacket.Vfs.FREE,
            100 * used / ReplyPacket.Vfs.BLOCKS,
            "/");
  }
}
