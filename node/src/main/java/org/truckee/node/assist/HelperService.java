package org.truckee.node.assist;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.immutable.assist.AssistedFile;
import org.truckee.grid.immutable.assist.UploadAssistant;

/** A helper as clients call it ({@code spec/07 §10.2}). */
public final class HelperService {
  private final UploadAssistant assistant;
  private final String version;
  private final HelperLimits limits;

  /**
   * A helper that uploads by way of an assistant.
   *
   * @param version the name and version of this program
   */
  public HelperService(UploadAssistant assistant, String version, HelperLimits limits) {
    this.assistant = assistant;
    this.version = version;
    this.limits = limits;
  }

  /** The object that is published. */
  public LocalObject object() {
    return LocalObject.of(RemoteHelper.Helper.class, new Served());
  }

  private Value versions(String protocol) {
    Map<Value.Text, Value> none = Map.of();
    Map<Bytes, Value> all = new TreeMap<>();
    all.put(Bytes.of("application-version"), Value.bytes(version));
    all.put(Bytes.of(protocol), Value.dict(none));
    return Value.dict(all);
  }

  /** The helper. */
  @Concurrent
  private final class Served implements RemoteHelper.Helper {
    @Override
    public Value getVersion() {
      return versions(RemoteHelper.PROTOCOL);
    }

    @Override
    public RemoteHelper.Answer uploadChk(byte[] storageIndex)
        throws InterruptedException, ReportedException {
      StorageIndex index = index(storageIndex);
      try {
        Optional<AssistedFile> found = assistant.find(index);
        return found.isPresent()
            ? new RemoteHelper.Answer(UploadReports.toValue(index, found.get()), Optional.empty())
            : new RemoteHelper.Answer(Value.None.NONE, Optional.of(new ServedUpload(index)));
      } catch (GridException e) {
        throw HelperFailures.told(e);
      }
    }

    private static StorageIndex index(byte[] bytes) throws ReportedException {
      try {
        return new StorageIndex(bytes);
      } catch (IllegalArgumentException e) {
        throw new ReportedException(
            RemoteFailure.assertionError(String.valueOf(e.getMessage())), e);
      }
    }
  }

  /** The upload of one file. */
  @Concurrent
  private final class ServedUpload implements RemoteHelper.Upload {
    private final StorageIndex index;

    ServedUpload(StorageIndex index) {
      this.index = index;
    }

    @Override
    public Value getVersion() {
      return versions(RemoteHelper.UPLOAD_PROTOCOL);
    }

    @Override
    public Value upload(RemoteHelper.Reader reader) throws InterruptedException, ReportedException {
      RemoteReference client = RemoteReference.behind(reader).orElseThrow();
      try {
        return UploadReports.toValue(
            index, assistant.upload(index, new RemoteCrypttext(client, limits)));
      } catch (GridException e) {
        throw HelperFailures.told(e);
      }
    }
  }
}
