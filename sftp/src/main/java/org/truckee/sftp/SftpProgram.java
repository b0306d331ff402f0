package org.truckee.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.channel.ChannelSession;
import org.truckee.sftp.session.SessionRooms;
import org.truckee.sftp.session.SftpSession;

/** SFTP in a channel. */
final class SftpProgram extends Program {
  private final Accounts accounts;
  private final SessionRooms rooms;

  SftpProgram(Tasks tasks, Accounts accounts, SessionRooms rooms) {
    super(tasks);
    this.accounts = accounts;
    this.rooms = rooms;
  }

  @Override
  int run(ChannelSession channel, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    Account account =
        accounts
            .of(channel.getSession().getUsername())
            .orElseThrow(() -> new IOException("somebody without an account has logged in"));
    new SftpSession(in, out, rooms.grid().node(account.root()), rooms).run();
    return 0;
  }
}
