package org.truckee.sftp.session;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.FilesystemNode;
import org.truckee.memory.MemoryBudget;
import org.truckee.sftp.file.OpenFile;
import org.truckee.sftp.file.PendingFile;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.MalformedPacketException;
import org.truckee.sftp.protocol.ReplyPacket;
import org.truckee.sftp.protocol.Request;
import org.truckee.sftp.protocol.SftpException;
import org.truckee.sftp.protocol.StatusCode;

/**
 * A conversation with one client. Requests run at the same time, except that those of one handle,
 * and those of which one could notice that another has not been carried out, keep the order in
 * which they came. Not more are read than may be under way.
 */
public final class SftpSession {
  private static final Logger LOG = LoggerFactory.getLogger(SftpSession.class);

  private static final int VERSION = 3;

  /** An upload may take long, but makes progress. */
  private static final Duration LAST_ANSWERS = Duration.ofHours(24);

  private final InputStream in;
  private final OutputStream out;
  private final SessionRooms rooms;
  private final NameOperations names;
  private final OpenOperation opening;
  private final Handles handles;
  private final PathOrder order = new PathOrder();
  private final Semaphore slots;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Over two streams.
   *
   * @param root what the user sees at {@code /}
   */
  public SftpSession(InputStream in, OutputStream out, FilesystemNode root, SessionRooms rooms) {
    this.in = in;
    this.out = out;
    this.rooms = rooms;
    Paths paths = new Paths(rooms.grid(), root);
    this.names =
        new NameOperations(paths, rooms.files(), new LongName(rooms.clock(), rooms.zone()));
    this.opening = new OpenOperation(paths, rooms.files());
    this.handles = new Handles(rooms.limits().handles());
    this.slots = new Semaphore(rooms.limits().requests());
  }

  /**
   * Talks until the client has nothing more to say, or is gone. Files that are open then are closed
   * as if the client had asked for it: what it wrote goes to the grid.
   */
  public void run() throws InterruptedException {
    try {
      DataInputStream packets = new DataInputStream(in);
      greet(packets);
      while (true) {
        accept(next(packets));
      }
    } catch (EOFException _) {
      LOG.debug("an SFTP client has said all");
    } catch (IOException e) {
      LOG.debug("an SFTP connection broke", e);
    } finally {
      handles.end().forEach(this::closeLeft);
    }
    // What was asked last is answered, if somebody is still there.
    slots.tryAcquire(rooms.limits().requests(), LAST_ANSWERS.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void greet(DataInputStream packets) throws IOException {
    try {
      if (Request.parse(next(packets)) instanceof Request.Init init) {
        send(
            new ReplyPacket.Version(
                Math.clamp(Integer.toUnsignedLong(init.version()), 0, VERSION)));
        return;
      }
    } catch (MalformedPacketException e) {
      throw new IOException("the client does not speak SFTP", e);
    }
    throw new IOException("the client does not begin as SFTP does");
  }

  private byte[] next(DataInputStream packets) throws IOException {
    int length = packets.readInt();
    if (length < 1 || length > rooms.limits().packet()) {
      throw new IOException("a packet of %d bytes".formatted(Integer.toUnsignedLong(length)));
    }
    byte[] packet = new byte[length];
    packets.readFully(packet);
    return packet;
  }

  private void accept(byte[] packet) throws IOException, InterruptedException {
    Request request;
    try {
      request = Request.parse(packet);
    } catch (MalformedPacketException e) {
      int id = e.id().orElseThrow(() -> new IOException("a packet without a number", e));
      send(new ReplyPacket.Status(id, StatusCode.BAD_MESSAGE, e.getMessage()));
      return;
    }
    slots.acquire();
    boolean begun = false;
    try {
      begin(request);
      begun = true;
    } catch (SftpException e) {
      send(status(request.id(), e));
    } finally {
      if (!begun) {
        slots.release();
      }
    }
  }

  /** Puts a request in its place; an exception is its answer. */
  private void begin(Request request) throws IOException, InterruptedException {
    switch (request) {
      case Request.OfHandle ofHandle -> beginOfHandle(ofHandle);
      case Request.OfPath ofPath -> beginOfPath(ofPath);
      case Request.StatVfs(int id) -> now(() -> new ReplyPacket.Vfs(id), id);
      case Request.Unsupported(int _, String what) -> throw SftpException.unsupported(what);
      case Request.MalformedPosixRename _ ->
          throw SftpException.badMessage("could not parse posix-rename@openssh.com request");
      case Request.Init _ -> throw SftpException.badMessage("the version is agreed upon already");
    }
  }

  /** What makes the answer to a request. */
  @FunctionalInterface
  private interface Work {
    ReplyPacket reply() throws IOException, InterruptedException;
  }

  private void now(Work work, int id) {
    rooms.files().threads().accept(() -> answer(id, work));
  }

  private void beginOfPath(Request.OfPath request) throws SftpException {
    UserPath path = UserPath.parse(request.path());
    int id = request.id();
    switch (request) {
      case Request.RealPath _ ->
          now(
              () ->
                  new ReplyPacket.Names(
                      id, List.of(new ReplyPacket.Name(path.text(), path.text(), Attributes.NONE))),
              id);
      case Request.Stat _ ->
          inTurn(PathOrder.Use.LOOK, id, () -> new ReplyPacket.Attrs(id, names.stat(path)), path);
      case Request.SetStat(int _, byte[] _, Attributes attributes) ->
          inTurn(
              PathOrder.Use.CHANGE,
              id,
              () -> {
                names.setStat(path, attributes);
                return ok(id, "setstat succeeded");
              },
              path);
      case Request.Open open ->
          inTurn(
              open.flags().changes() ? PathOrder.Use.CHANGE : PathOrder.Use.LOOK,
              id,
              () -> handle(id, () -> opening.open(path, open.flags(), open.attributes())),
              path);
      case Request.OpenDir _ ->
          inTurn(PathOrder.Use.LIST, id, () -> handle(id, () -> names.openDirectory(path)), path);
      case Request.Remove _ ->
          inTurn(
              PathOrder.Use.CHANGE,
              id,
              () -> {
                names.remove(path);
                return ok(id, "remove succeeded");
              },
              path);
      case Request.MkDir(int _, byte[] _, Attributes attributes) ->
          inTurn(
              PathOrder.Use.CHANGE,
              id,
              () -> {
                names.makeDirectory(path, attributes);
                return ok(id, "mkdir succeeded");
              },
              path);
      case Request.RmDir _ ->
          inTurn(
              PathOrder.Use.CHANGE,
              id,
              () -> {
                names.removeDirectory(path);
                return ok(id, "rmdir succeeded");
              },
              path);
      case Request.Rename rename -> {
        UserPath target = UserPath.parse(rename.target());
        inTurn(
            PathOrder.Use.CHANGE,
            id,
            () -> {
              names.rename(path, target, rename.replacing());
              return ok(id, rename.replacing() ? "request succeeded" : "rename succeeded");
            },
            path,
            target);
      }
    }
  }

  private void inTurn(PathOrder.Use use, int id, Work work, UserPath... paths) {
    PathOrder.Turn turn = order.enter(use, paths);
    now(
        () -> {
          try (turn) {
            turn.await();
            return work.reply();
          }
        },
        id);
  }

  /** What opens something. */
  @FunctionalInterface
  private interface Opener {
    OpenFile open() throws IOException, InterruptedException;
  }

  private ReplyPacket handle(int id, Opener opener) throws IOException, InterruptedException {
    handles.requireRoom();
    OpenFile file = opener.open();
    try {
      return new ReplyPacket.Handle(id, handles.add(file));
    } catch (SftpException e) {
      closeLeft(file);
      throw e;
    }
  }

  private void beginOfHandle(Request.OfHandle request) throws IOException, InterruptedException {
    OpenFile file = handles.get(request.handle());
    int id = request.id();
    if (request instanceof Request.Close) {
      if (!file.beginClosing()) {
        throw SftpException.badMessage("the file is closed already");
      }
      file.submit(() -> answer(id, () -> close(id, request.handle(), file)));
      return;
    }
    if (file instanceof PendingFile pending && pending.isClosing()) {
      throw SftpException.badMessage(
          "cannot %s a closed file handle".formatted(HandleOperations.verb(request)));
    }
    switch (request) {
      case Request.Read read -> file.submit(() -> answerRead(read, file));
      case Request.Write write -> {
        // Until it is carried out, no more is read than there is memory for.
        MemoryBudget.Grant grant = memory(write.data().length);
        file.submit(
            () -> {
              try (grant) {
                answer(id, () -> HandleOperations.perform(request, file));
              }
            });
      }
      default -> file.submit(() -> answer(id, () -> HandleOperations.perform(request, file)));
    }
  }

  /** Holds memory for what is read until the client has it. */
  private void answerRead(Request.Read request, OpenFile file) {
    int id = request.id();
    int wanted = Math.min(request.length(), rooms.limits().read());
    try (MemoryBudget.Grant _ = memory(wanted)) {
      answer(id, () -> HandleOperations.read(request, file, wanted));
    } catch (IOException e) {
      answer(
          id,
          () -> {
            throw e;
          });
    } catch (InterruptedException e) {
      answer(
          id,
          () -> {
            throw e;
          });
    }
  }

  private MemoryBudget.Grant memory(int bytes) throws IOException, InterruptedException {
    Optional<MemoryBudget.Grant> grant =
        rooms.memory().take(bytes, bytes, rooms.limits().memoryWait());
    return grant.orElseThrow(
        () -> SftpException.failure("too much is being read at the moment; try again later"));
  }

  private ReplyPacket close(int id, byte[] handle, OpenFile file)
      throws IOException, InterruptedException {
    try {
      file.close();
      return ok(id, "file closed");
    } finally {
      handles.remove(handle);
    }
  }

  /** Closes a file that its client has left open. */
  private void closeLeft(OpenFile file) {
    if (file.beginClosing()) {
      file.submit(
          () -> {
            try {
              file.close();
            } catch (IOException e) {
              LOG.warn(
                  "what a client wrote over SFTP before its connection ended is lost: {}",
                  e.getMessage());
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  private void answer(int id, Work work) {
    try {
      send(reply(id, work));
    } catch (IOException e) {
      LOG.debug("an SFTP client did not wait for its answer", e);
    } finally {
      slots.release();
    }
  }

  private static ReplyPacket reply(int id, Work work) {
    try {
      return work.reply();
    } catch (IOException e) {
      return status(id, Failures.of(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ReplyPacket.Status(id, StatusCode.FAILURE, "the gateway is being stopped");
    } catch (RuntimeException e) {
      LOG.error("a request over SFTP failed for a reason that is no fault of its client", e);
      return new ReplyPacket.Status(
          id, StatusCode.FAILURE, "the gateway has an error; see its log");
    }
  }

  private static ReplyPacket ok(int id, String message) {
    return new ReplyPacket.Status(id, StatusCode.OK, message);
  }

  private static ReplyPacket status(int id, SftpException failure) {
    return new ReplyPacket.Status(id, failure.code(), failure.getMessage());
  }

  private void send(ReplyPacket reply) throws IOException {
    byte[] packet = reply.packet();
    writing.lock();
    try {
      out.write(packet);
      out.flush();
    } finally {
      writing.unlock();
    }
  }
}
