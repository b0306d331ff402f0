package org.truckee.node.assist;

import java.util.List;
import java.util.Optional;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.MessageLimit;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.value.Value;

/** The remote interfaces of upload helpers ({@code spec/07 §10.2}). */
interface RemoteHelper {
  /** The key under which a version says that files are uploaded. */
  String PROTOCOL = "http://allmydata.org/tahoe/protocols/helper/v1";

  /** The key under which the version of one upload says that its file is taken. */
  String UPLOAD_PROTOCOL = "http://allmydata.org/tahoe/protocols/helper/chk-upload/v1";

  /** Length of a storage index in bytes. */
  int INDEX = 16;

  /** Into so many pieces a client may cut what is read at once. */
  int MAX_PIECES = 4096;

  /** How many bytes what is read at once may take. */
  long MAX_READ_MESSAGE = 2 << 20;

  /** RIHelper. */
  @RemoteName("RIHelper.tahoe.allmydata.com")
  interface Helper {
    Value getVersion() throws FoolscapException, InterruptedException, ReportedException;

    Answer uploadChk(@RemoteName("si") @Limit(INDEX) byte[] storageIndex)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RICHKUploadHelper. */
  @RemoteName("RIUploadHelper.tahoe.allmydata.com")
  interface Upload {
    Value getVersion() throws FoolscapException, InterruptedException, ReportedException;

    Value upload(Reader reader) throws FoolscapException, InterruptedException, ReportedException;
  }

  /** RIEncryptedUploadable. */
  @RemoteName("RIEncryptedUploadable.tahoe.allmydata.com")
  interface Reader {
    long getSize() throws FoolscapException, InterruptedException, ReportedException;

    Parameters getAllEncodingParameters()
        throws FoolscapException, InterruptedException, ReportedException;

    @MessageLimit(MAX_READ_MESSAGE)
    @Limit(MAX_PIECES)
    List<byte[]> readEncrypted(long offset, long length)
        throws FoolscapException, InterruptedException, ReportedException;

    void close() throws FoolscapException, InterruptedException, ReportedException;
  }

  /**
   * The answer to a wish for an upload.
   *
   * @param results if the file is there already
   * @param upload if it has to be uploaded
   */
  record Answer(Value results, Optional<Upload> upload) {}

  /** How a file is to be spread. */
  record Parameters(int needed, int happy, int total, int segmentSize) {}
}
