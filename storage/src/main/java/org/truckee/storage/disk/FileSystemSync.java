package org.truckee.storage.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's {@code syncfs}, which the JDK does not have. Since Linux 5.8 it reports every loss since
 * its file descriptor was opened.
 */
final class FileSystemSync implements WholeSync {
  private static final Logger log = LoggerFactory.getLogger(FileSystemSync.class);

  /** {@code O_RDONLY | O_CLOEXEC}, the same on all processors that Linux and Java run on. */
  private static final int FLAGS = 0x80000;

  private static final int NONE = -1;

  private final Path directory;
  private volatile int descriptor = NONE;
  private boolean closed;

  private FileSystemSync(Path directory) {
    this.directory = directory;
  }

  /** For the file system that {@code directory} is on. */
  static WholeSync of(Path directory) {
    return System.getProperty("os.name").equals("Linux")
        ? new FileSystemSync(directory)
        : WholeSync.NONE;
  }

  @Override
  public synchronized void open() {
    if (closed) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      descriptor = SystemCalls.open(arena.allocateFrom(directory.toString()));
    } catch (IOException | RuntimeException | LinkageError e) {
      // Without syncfs everything works, but files are synced one by one.
      log.debug("{} is synced file by file: {}", directory, e.toString());
    }
  }

  /** Never waits for a sync that is under way, since every new segment asks this. */
  @Override
  public boolean isOpen() {
    return descriptor != NONE;
  }

  @Override
  public synchronized void sync() throws IOException {
    if (descriptor == NONE) {
      throw new IOException("the file system of %s is not open".formatted(directory));
    }
    SystemCalls.syncfs(descriptor);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (descriptor != NONE) {
      SystemCalls.close(descriptor);
      descriptor = NONE;
    }
  }

  /** The system calls, looked up at the first call. */
  @SuppressWarnings("restricted")
  private static final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
        STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option ERRORS = Linker.Option.captureCallState("errno");
    private static final MethodHandle OPEN =
        handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            ERRORS,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SYNCFS =
        handle("syncfs", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), ERRORS);
    private static final MethodHandle CLOSE =
        handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static MethodHandle handle(
        String name, FunctionDescriptor types, Linker.Option... options) {
      return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), types, options);
    }

    static int open(MemorySegment path) throws IOException {
      return checked("open", state -> (int) OPEN.invokeExact(state, path, FLAGS));
    }

    static void syncfs(int descriptor) throws IOException {
      checked("syncfs", state -> (int) SYNCFS.invokeExact(state, descriptor));
    }

    static void close(int descriptor) {
      try {
        int unused = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private interface Call {
      int make(MemorySegment state) throws Throwable;
    }

    private static int checked(String name, Call call) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(STATE);
        int result;
        try {
          result = call.make(state);
        } catch (Throwable e) {
          throw new IllegalStateException(e);
        }
        if (result < 0) {
          throw new IOException(
              "%s failed with error %d".formatted(name, (int) ERRNO.get(state, 0L)));
        }
        return result;
      }
    }
  }
}
