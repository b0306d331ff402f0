package org.truckee.foolscap.connection;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.ControlTokens;
import org.truckee.foolscap.banana.PeerErrorException;
import org.truckee.foolscap.banana.TokenReader;
import org.truckee.foolscap.banana.TokenWriter;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.slicing.MessageReader;
import org.truckee.foolscap.slicing.ValueReader;
import org.truckee.foolscap.slicing.ValueWriter;
import org.truckee.foolscap.value.Value;

/**
 * A connection to another Tub after its negotiation: calls and answers in both directions ({@code
 * spec/06 §7–9}).
 *
 * <p>Four threads live as long as it does: one reads from the peer, one writes to it, one writes
 * what the reader has to say, and one watches the time.
 */
public final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Transport transport;
  private final TubId tubId;
  private final ConnectionOptions options;
  private final Home home;
  private final Instant since = Instant.now();
  private final HeardInput heard;
  private final PendingCalls pending = new PendingCalls();
  private final Inflow inflow = new Inflow(() -> !pending.isEmpty());
  private final ReferenceTables references;
  private final ForeignObjects foreign;
  private final Outflow outflow;
  private final Outbound outbound;
  private final Inbound inbound;
  private final OwnCalls calls;

  private final Object state = new Object();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Runnable> onLost = new ArrayList<>();
  private Optional<String> end = Optional.empty();
  private volatile boolean open = true;
  private volatile Optional<BytePipe> lastPipe = Optional.empty();

  /**
   * Over {@code transport}, not yet running.
   *
   * @param tubId the peer, which has proved to be it
   * @param decided whether this side has just sent the decision block
   */
  public Connection(
      Transport transport,
      TubId tubId,
      Vocabulary vocabulary,
      boolean decided,
      ConnectionOptions options,
      Home home)
      throws IOException {
    this.transport = transport;
    this.tubId = tubId;
    this.options = options;
    this.home = home;
    this.heard = new HeardInput(transport.input());
    OwnObjects own = new OwnObjects(home);
    Gifts gifts = new Gifts();
    this.foreign = new ForeignObjects(this, this::releaseAtPeer);
    this.references = new ReferenceTables(this, own, foreign, gifts, options.acceptGifts());
    this.outflow =
        new Outflow(transport.output(), decided ? Optional.of(heard.first()) : Optional.empty());
    this.outbound = new Outbound(new ValueWriter(new TokenWriter(outflow, vocabulary), references));
    this.calls = new OwnCalls(this, outbound, pending, inflow);
    Service service = new Service(this, home, own, new Broker.Local(home, own, gifts), inflow);
    MessageReader messages = new MessageReader(new TokenReader(heard, new Controls()), vocabulary);
    ValueReader values = new ValueReader(messages, references, options.copyables());
    this.inbound = new Inbound(messages, values, service, options);
  }

  /** Begins to read, write and watch. */
  public void start() {
    synchronized (state) {
      start("read", this::read);
      start("write", () -> run(outflow::run));
      start("control", () -> run(outbound::run));
      start("watch", () -> run(new Watch(new Silence(), options)::run));
      if (!open) {
        threads.forEach(Thread::interrupt);
      }
    }
  }

  private void start(String what, Runnable work) {
    threads.add(Thread.ofVirtual().name("foolscap-%s-%s".formatted(what, tubId)).start(work));
  }

  /** Work that goes on until the connection ends. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      end("it was closed");
    }
  }

  private void read() {
    try {
      while (open) {
        inflow.awaitRoom();
        inbound.readMessage();
        lastPipe = Optional.empty();
      }
    } catch (BananaException e) {
      fatal(e.getMessage(), e.getMessage());
    } catch (PeerErrorException e) {
      end("the peer reports: " + e.getMessage());
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      end("it was closed");
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("a message of tub {} at {} was not understood", tubId, transport.address(), e);
      fatal("of an internal error", "exception while processing data");
    }
  }

  /** Ends the connection because of what the peer has sent, and tells it. */
  private void fatal(String reason, String text) {
    if (open) {
      LOG.warn("tub {} at {} is hung up on: {}", tubId, transport.address(), reason);
      try {
        outbound.lastWords(text);
        outflow.drain(TimeUnit.SECONDS.toNanos(1));
        transport.finish();
      } catch (IOException e) {
        LOG.debug("tub {} cannot be told why it is hung up on", tubId, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      end(reason, false);
    }
  }

  private void releaseAtPeer(long clid, long count) {
    enqueue(
        writer -> {
          OutgoingCall call =
              new OutgoingCall(
                  0,
                  "decref",
                  List.of(),
                  BrokerCalls.decref(clid, count),
                  "decref",
                  BrokerCalls.NOTHING,
                  options.untypedLimit());
          PendingCall made = pending.begin(call.label(), call.result(), call.messageLimit());
          made.outcome().thenRun(() -> foreign.forgotten(clid));
          call.write(writer, made.id());
        });
  }

  void release(HeldReference reference) {
    foreign.release(reference.clid(), reference);
  }

  /** Has something written by the thread that is there for that. */
  void enqueue(Outbound.Message message) {
    if (open && !outbound.enqueue(message)) {
      end("the peer provokes more than it reads");
    }
  }

  /** Writes an answer; false if the connection is gone. */
  void write(Outbound.Message message) throws ViolationException {
    try {
      outbound.write(message);
    } catch (ViolationException e) {
      throw e;
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  List<Gift> takeGifts() {
    return references.takeGifts();
  }

  Optional<PendingCall> pending(long id) {
    return pending.find(id);
  }

  void ended(PendingCall call) {
    pending.end(call);
  }

  BytePipe pipe(long length) {
    BytePipe pipe = new BytePipe(length, options.stall().toNanos());
    lastPipe = Optional.of(pipe);
    return pipe;
  }

  ConnectionOptions options() {
    return options;
  }

  /** Gets the peer's object of that name ({@code spec/06 §3.3}). */
  public RemoteReference getReferenceByName(String name, Duration limit)
      throws FoolscapException, InterruptedException {
    Value found = call(BrokerCalls.getReferenceByName(name, options), limit);
    if (found instanceof RemoteReference reference) {
      return reference;
    }
    throw new ViolationException("the peer's object is none: " + found);
  }

  /** Tells the peer that a gift has been fetched. */
  void acknowledge(Gift gift) throws FoolscapException, InterruptedException {
    if (gift.id() != 0) {
      send(BrokerCalls.decgift(gift.id(), options), options.callLimit());
    }
  }

  Value call(OutgoingCall call, Duration limit) throws FoolscapException, InterruptedException {
    return calls.call(call, limit);
  }

  void send(OutgoingCall call, Duration limit) throws FoolscapException, InterruptedException {
    calls.send(call, limit);
  }

  /** Asks the peer for a sign of life; says how long it took. */
  public Duration ping(Duration limit) throws FoolscapException, InterruptedException {
    return calls.ping(limit);
  }

  RemoteReference.Registration onLost(Runnable action) {
    synchronized (state) {
      if (open) {
        onLost.add(action);
        return () -> {
          synchronized (state) {
            onLost.remove(action);
          }
        };
      }
    }
    Thread.ofVirtual().start(action);
    return () -> {};
  }

  /** The peer's identity. */
  public TubId tubId() {
    return tubId;
  }

  /** The peer as far as it is known. */
  public Peer peer() {
    Duration silence = Duration.ofNanos(heard.silentNanos());
    return new Peer(tubId, transport.address(), since, Instant.now().minus(silence), silence);
  }

  /** Whether it lives, as far as is known. */
  public boolean isOpen() {
    return open;
  }

  /** Why it has ended; empty if it has not. */
  public Optional<String> reason() {
    synchronized (state) {
      return end;
    }
  }

  /** Ends it because this Tub is closed: nobody is told that it was lost. */
  public void close() {
    synchronized (state) {
      onLost.clear();
    }
    end("this Tub is closed");
  }

  /** Ends it: all calls fail, all references die, and who wanted to be told is told. */
  public void end(String reason) {
    end(reason, true);
  }

  private void end(String reason, boolean logged) {
    List<Runnable> told;
    synchronized (state) {
      if (!open) {
        return;
      }
      open = false;
      end = Optional.of(reason);
      told = List.copyOf(onLost);
      onLost.clear();
      threads.stream().filter(t -> t != Thread.currentThread()).forEach(Thread::interrupt);
    }
    if (logged) {
      LOG.info("the connection to tub {} at {} has ended: {}", tubId, transport.address(), reason);
    }
    outflow.close();
    transport.close();
    home.lost(this);
    calls.failAll();
    references.clear();
    told.forEach(action -> Thread.ofVirtual().name("foolscap-lost").start(action));
  }

  private final class Controls implements ControlTokens {
    @Override
    public void ping(BigInteger number) {
      enqueue(writer -> writer.tokens().pong(number));
    }

    @Override
    public void pong(BigInteger number) {
      calls.pong(number);
    }
  }

  private final class Silence implements Watch.Watched {
    @Override
    public long silentNanos() {
      boolean ownFault = inflow.isPaused() || lastPipe.map(BytePipe::waitsForReader).orElse(false);
      return ownFault ? 0 : heard.silentNanos();
    }

    @Override
    public long stalledNanos() {
      return outflow.stalledNanos();
    }

    @Override
    public void ping() {
      enqueue(writer -> writer.tokens().ping(BigInteger.ZERO));
    }

    @Override
    public void giveUp(String reason) {
      end(reason);
    }
  }
}
