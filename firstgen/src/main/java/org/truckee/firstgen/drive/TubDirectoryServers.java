package org.truckee.firstgen.drive;

import java.time.Duration;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Tub;

/** The directory servers that a Tub can connect with; it keeps the connections. */
public final class TubDirectoryServers implements DirectoryServers {
  private final Tub tub;
  private final Duration limit;

  /** Connections are made by {@code tub}; that, and each call, may take {@code limit}. */
  public TubDirectoryServers(Tub tub, Duration limit) {
    this.tub = tub;
    this.limit = limit;
  }

  @Override
  public DirectoryServer at(String furl) throws DriveException, InterruptedException {
    try {
      return new RemoteDirectories(
          tub.connect(Furl.parse(furl), limit).as(OldRemote.VirtualDriveServer.class, limit));
    } catch (IllegalArgumentException e) {
      throw new DriveException("the server of a directory has no proper FURL", e);
    } catch (FoolscapException e) {
      throw new DriveException("the server of a directory cannot be reached: " + e.getMessage(), e);
    }
  }
}
