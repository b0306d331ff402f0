package org.truckee.firstgen.drive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WriteEnabler;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;

/** A directory server as others see it ({@code spec/12 §6.4}). */
public final class ServedDirectories implements OldRemote.VirtualDriveServer {
  private static final Logger LOG = LoggerFactory.getLogger(ServedDirectories.class);

  /** What the URI of a root has to contain ({@code spec/12 §4.2}). */
  private static final Pattern DIRECTORY_URI =
      Pattern.compile("\\AURI:DIR(-RO)?:pb://[a-z0-9]+@[^/]+/[^:]+:[a-z0-9]+\\n?\\z");

  private final DirectoryServer directories;

  /** A server of these directories. */
  public ServedDirectories(DirectoryServer directories) {
    this.directories = directories;
  }

  /** What a call does. */
  private interface Work<T> {
    T run() throws DriveException, InterruptedException;
  }

  private static <T> T told(Work<T> work) throws ReportedException, InterruptedException {
    try {
      return work.run();
    } catch (NoSuchChildException e) {
      throw OldFailures.keyError(e.getMessage());
    } catch (NoSuchDirectoryException e) {
      throw OldFailures.ioError(e.getMessage());
    } catch (BadWriteEnablerException _) {
      throw OldFailures.withoutText(OldFailures.BAD_WRITE_ENABLER);
    } catch (NoPublicRootException _) {
      throw OldFailures.withoutText(OldFailures.NO_PUBLIC_ROOT);
    } catch (DriveException e) {
      LOG.warn("a directory cannot be read or written", e);
      throw OldFailures.ioError("the directory server cannot do that now");
    }
  }

  /** Whether a text may be given as the URI of a directory. */
  static boolean isDirectoryUri(String text) {
    return text.length() <= OldRemote.URI && DIRECTORY_URI.matcher(text).find();
  }

  @Override
  public byte[] getPublicRootUri()
      throws ReportedException, InterruptedException, ViolationException {
    String uri = told(() -> directories.publicRoot().text());
    if (!isDirectoryUri(uri)) {
      throw new ViolationException(
          "the URI of the root has %d characters, or is none".formatted(uri.length()));
    }
    return uri.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] createDirectory(byte[] index, byte[] writeEnabler)
      throws ReportedException, InterruptedException {
    return told(
        () -> {
          directories.create(new DirectoryIndex(index), new WriteEnabler(writeEnabler));
          return index;
        });
  }

  @Override
  public OldRemote.ChildSlots get(byte[] index, byte[] key)
      throws ReportedException, InterruptedException {
    Entry entry = told(() -> directories.get(new DirectoryIndex(index), key));
    return new OldRemote.ChildSlots(entry.write(), entry.read());
  }

  @Override
  public List<OldRemote.NamedSlots> list(byte[] index)
      throws ReportedException, InterruptedException {
    return told(() -> directories.list(new DirectoryIndex(index))).stream()
        .map(entry -> new OldRemote.NamedSlots(entry.name(), entry.write(), entry.read()))
        .toList();
  }

  @Override
  public void set(
      byte[] index, byte[] writeEnabler, byte[] key, byte[] name, byte[] write, byte[] read)
      throws ReportedException, InterruptedException {
    told(
        () -> {
          directories.set(
              new DirectoryIndex(index),
              new WriteEnabler(writeEnabler),
              key,
              new Entry(name, write, read));
          return this;
        });
  }

  @Override
  public void delete(byte[] index, byte[] writeEnabler, byte[] key)
      throws ReportedException, InterruptedException {
    told(
        () -> {
          directories.delete(new DirectoryIndex(index), new WriteEnabler(writeEnabler), key);
          return this;
        });
  }
}
