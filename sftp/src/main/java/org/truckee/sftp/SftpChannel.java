package org.truckee.sftp;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;

/** A channel in which nothing of the environment is taken over, and nothing forwarded. */
final class SftpChannel extends ChannelSession {
  static final String NAME = "session";

  /** Makes them. */
  static final class Factory implements ChannelFactory {
    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Channel createChannel(Session session) {
      return new SftpChannel();
    }
  }

  @Override
  protected RequestHandler.Result handleEnvParsed(String name, String value) throws IOException {
    return RequestHandler.Result.ReplyFailure;
  }

  @Override
  protected RequestHandler.Result handleAgentForwardingParsed(String type) throws IOException {
    return RequestHandler.Result.ReplyFailure;
  }

  @Override
  protected RequestHandler.Result handleX11ForwardingParsed(
      String type,
      ServerSession session,
      boolean single,
      String protocol,
      String cookie,
      int screen) {
    return RequestHandler.Result.ReplyFailure;
  }
}
