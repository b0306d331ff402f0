package org.truckee.sftp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.memory.MemoryBudget;

/**
 * Who is let in: so many connections in all, fewer that have not logged in yet, none for which
 * there is no memory, and none of those who have failed too often.
 */
final class Admission implements SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final SftpServer.Limits limits;
  private final MemoryBudget memory;
  private final Penalties penalties;
  private final Map<Session, Guest> guests = new HashMap<>();
  private int strangers;

  /** A connection that was let in. */
  private static final class Guest {
    private final MemoryBudget.Grant grant;
    private boolean known;
    private boolean tried;

    Guest(MemoryBudget.Grant grant) {
      this.grant = grant;
    }
  }

  Admission(SftpServer.Limits limits, MemoryBudget memory, Penalties penalties) {
    this.limits = limits;
    this.memory = memory;
    this.penalties = penalties;
  }

  @Override
  public void sessionCreated(Session session) {
    if (!admit(session)) {
      LOG.debug("an SFTP connection is refused: too many, or too many failures");
      session.close(true);
    }
  }

  private synchronized boolean admit(Session session) {
    boolean refused =
        guests.size() >= limits.connections()
            || strangers >= limits.strangers()
            || address(session).filter(penalties::isRefused).isPresent();
    Optional<MemoryBudget.Grant> grant =
        refused ? Optional.empty() : memory.tryTake(limits.connectionMemory());
    if (grant.isEmpty()) {
      return false;
    }
    guests.put(session, new Guest(grant.get()));
    strangers++;
    return true;
  }

  /** A key was offered that opens nothing. */
  synchronized void refused(Session session) {
    Guest guest = guests.get(session);
    if (guest != null) {
      guest.tried = true;
    }
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      authenticated(session);
    }
  }

  private synchronized void authenticated(Session session) {
    Guest guest = guests.get(session);
    if (guest != null && !guest.known) {
      guest.known = true;
      strangers--;
      address(session).ifPresent(penalties::succeeded);
    }
  }

  @Override
  public synchronized void sessionClosed(Session session) {
    Guest guest = guests.remove(session);
    if (guest == null) {
      return;
    }
    guest.grant.close();
    if (!guest.known) {
      strangers--;
      if (guest.tried) {
        address(session).ifPresent(penalties::failed);
      }
    }
  }

  /** How many are let in now. */
  synchronized int count() {
    return guests.size();
  }

  private static Optional<InetAddress> address(Session session) {
    return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress address
        ? Optional.ofNullable(address.getAddress())
        : Optional.empty();
  }
}
