package org.truckee.firstgen.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.truckee.firstgen.drive.DirectoryFiles;
import org.truckee.firstgen.drive.ServedDirectories;
import org.truckee.firstgen.introducer.ServedIntroducer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.tub.Tub;

/** An introducer with its directory server ({@code spec/12 §12.1}). */
public final class OldIntroducerNode implements OldNode {
  private final OldBase base;
  private final Tub tub;
  private final Furl introducer;
  private final Furl vdrive;
  private final ServedIntroducer served;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private OldIntroducerNode(
      OldBase base, Tub tub, Furl introducer, Furl vdrive, ServedIntroducer served) {
    this.base = base;
    this.tub = tub;
    this.introducer = introducer;
    this.vdrive = vdrive;
    this.served = served;
  }

  /**
   * Starts an introducer; what is missing in its base directory is made.
   *
   * @throws IOException if something in it cannot be used
   */
  public static OldIntroducerNode start(OldBase base, OldNodeOptions options) throws IOException {
    EncodingParameters advice = advice(base);
    Tub tub = NodeTub.open(base, "introducer.port", options);
    try {
      ServedIntroducer served = new ServedIntroducer(advice);
      Furl introducer =
          tub.publish("introducer", LocalObject.of(OldRemote.Introducer.class, served));
      DirectoryFiles directories = DirectoryFiles.open(base.folder().resolve("vdrive"));
      Furl vdrive =
          tub.publish(
              "vdrive",
              LocalObject.of(
                  OldRemote.VirtualDriveServer.class, new ServedDirectories(directories)));
      directories.offerRoot(vdrive.text(), options.random());
      base.write("introducer.furl", introducer.text());
      base.write("vdrive.furl", vdrive.text());
      return new OldIntroducerNode(base, tub, introducer, vdrive, served);
    } catch (IOException | RuntimeException e) {
      tub.close();
      throw e;
    }
  }

  private static EncodingParameters advice(OldBase base) throws IOException {
    Optional<String> text = base.setting("encoding_parameters");
    try {
      return text.map(EncodingParameters::parse).orElse(EncodingParameters.ADVICE);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s".formatted(base.folder().resolve("encoding_parameters"), e.getMessage()), e);
    }
  }

  @Override
  public OldBase base() {
    return base;
  }

  /** The FURL of the introducer, for the base directories of clients. */
  public Furl introducer() {
    return introducer;
  }

  /** The FURL of the directory server, for the base directories of clients. */
  public Furl vdrive() {
    return vdrive;
  }

  /** How many nodes are connected. */
  public int known() {
    return served.known().size();
  }

  @Override
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    tub.close();
    stopped.countDown();
  }
}
