package org.truckee.firstgen.drive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteEnabler;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;

/** A directory server on another node. */
public final class RemoteDirectories implements DirectoryServer {
  private final OldRemote.VirtualDriveServer server;

  /** The server that was connected to. */
  public RemoteDirectories(OldRemote.VirtualDriveServer server) {
    this.server = server;
  }

  /** A call. */
  private interface Call<T> {
    T run() throws FoolscapException, InterruptedException, ReportedException;
  }

  private static <T> T call(String what, Call<T> call) throws DriveException, InterruptedException {
    try {
      return call.run();
    } catch (FoolscapException e) {
      throw understood(what, e);
    } catch (ReportedException e) {
      throw new IllegalStateException("a proxy reports nothing", e);
    }
  }

  private static DriveException understood(String what, FoolscapException failure) {
    if (OldFailures.isPython(failure, "KeyError")) {
      return new NoSuchChildException(what + ": there is no such child");
    } else if (OldFailures.isPython(failure, "IOError")
        || OldFailures.isPython(failure, "FileNotFoundError")) {
      return new NoSuchDirectoryException(what + ": the server has no such directory");
    } else if (OldFailures.is(failure, OldFailures.BAD_WRITE_ENABLER)) {
      return new BadWriteEnablerException(what + ": the write enabler is another directory's");
    } else if (OldFailures.is(failure, OldFailures.NO_PUBLIC_ROOT)) {
      return new NoPublicRootException(what + ": the server offers no public root");
    }
    return new DriveException("%s: %s".formatted(what, failure.getMessage()), failure);
  }

  @Override
  public WritableDirectoryUri publicRoot() throws DriveException, InterruptedException {
    byte[] text = call("asking for the public root", server::getPublicRootUri);
    try {
      if (DirectoryUri.parse(new String(text, StandardCharsets.ISO_8859_1))
          instanceof WritableDirectoryUri uri) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new DriveException("the server's public root is none: " + e.getMessage(), e);
    }
    throw new DriveException("the server's public root cannot be written");
  }

  @Override
  public void create(DirectoryIndex index, WriteEnabler enabler)
      throws DriveException, InterruptedException {
    call("making a directory", () -> server.createDirectory(index.bytes(), enabler.bytes()));
  }

  @Override
  public Entry get(DirectoryIndex index, byte[] nameHash)
      throws DriveException, InterruptedException {
    OldRemote.ChildSlots slots =
        call("looking for a child", () -> server.get(index.bytes(), nameHash));
    return new Entry(new byte[0], slots.write(), slots.read());
  }

  @Override
  public List<Entry> list(DirectoryIndex index) throws DriveException, InterruptedException {
    return call("listing directory " + index.abbreviated(), () -> server.list(index.bytes()))
        .stream()
        .map(slots -> new Entry(slots.name(), slots.write(), slots.read()))
        .toList();
  }

  @Override
  public void set(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash, Entry entry)
      throws DriveException, InterruptedException {
    call(
        "changing directory " + index.abbreviated(),
        () -> {
          server.set(
              index.bytes(), enabler.bytes(), nameHash, entry.name(), entry.write(), entry.read());
          return this;
        });
  }

  @Override
  public void delete(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash)
      throws DriveException, InterruptedException {
    call(
        "removing from directory " + index.abbreviated(),
        () -> {
          server.delete(index.bytes(), enabler.bytes(), nameHash);
          return this;
        });
  }
}
