package org.truckee.node.assist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.NoServersException;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.upload.OfferedFile;
import org.truckee.grid.immutable.upload.UploadHelper;

/** A client and helpers that do what they should not, over a real connection. */
@Timeout(60)
class HostileHelperTest {
  private static final NodeCertificate CLIENT = certificate();
  private static final NodeCertificate HELPER = certificate();
  private static final HelperLimits PATIENT = limits(Duration.ofSeconds(20));
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] CRYPTTEXT = new byte[10_000];

  private final List<AutoCloseable> parts = new ArrayList<>();
  private Tub helperTub;
  private HelperLimits limits = PATIENT;

  /** With a client that gives up a helper that is idle for so long. */
  private static HelperLimits limits(Duration idle) {
    return new HelperLimits(
        Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofSeconds(20), idle);
  }

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  @BeforeEach
  void listen() throws Exception {
    helperTub = new Tub(HELPER, TubOptions.builder().build());
    parts.add(helperTub);
    Listener listener =
        helperTub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    helperTub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  /** A helper that says that it uploads. */
  @Concurrent
  private abstract static class Scripted implements RemoteHelper.Helper {
    @Override
    public Value getVersion() throws ReportedException {
      return Value.dict(Map.of(Value.bytes(RemoteHelper.PROTOCOL), Value.dict(Map.of())));
    }

    @Override
    public RemoteHelper.Answer uploadChk(byte[] storageIndex)
        throws FoolscapException, InterruptedException, ReportedException {
      return new RemoteHelper.Answer(
          Value.None.NONE, Optional.of(new ScriptedUpload(this::upload)));
    }

    abstract Value upload(RemoteHelper.Reader reader)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  /** What the helper hands out for an upload. */
  private record ScriptedUpload(Behaviour behaviour) implements RemoteHelper.Upload {
    @Override
    public Value getVersion() {
      return Value.dict(Map.of());
    }

    @Override
    public Value upload(RemoteHelper.Reader reader)
        throws FoolscapException, InterruptedException, ReportedException {
      return behaviour.upload(reader);
    }
  }

  /** One whose upload is this. */
  private interface Behaviour {
    Value upload(RemoteHelper.Reader reader)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  private HelperConnection connect(RemoteHelper.Helper helper) {
    Furl furl = helperTub.publish("helper", LocalObject.of(RemoteHelper.Helper.class, helper));
    Tub tub = new Tub(CLIENT, TubOptions.builder().copyable(UploadReports.CLASS).build());
    parts.add(tub);
    HelperConnection connection = HelperConnection.start(tub, furl, limits, Clock.systemUTC());
    parts.add(connection);
    return connection;
  }

  private UploadHelper connected(RemoteHelper.Helper helper) {
    HelperConnection connection = connect(helper);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (connection.connected().isEmpty()) {
      assertThat(System.nanoTime()).as("connected in time").isLessThan(end);
      Thread.onSpinWait();
    }
    return connection.connected().get();
  }

  private UploadHelper uploading(Behaviour behaviour) {
    return connected(
        new Scripted() {
          @Override
          Value upload(RemoteHelper.Reader reader)
              throws FoolscapException, InterruptedException, ReportedException {
            return behaviour.upload(reader);
          }
        });
  }

  private static final class File implements OfferedFile {
    @Override
    public StorageIndex index() {
      return new StorageIndex(new byte[16]);
    }

    @Override
    public SegmentGeometry geometry() {
      return SegmentGeometry.of(CRYPTTEXT.length, 3, 1 << 20);
    }

    @Override
    public int total() {
      return 10;
    }

    @Override
    public int happy() {
      return 7;
    }

    @Override
    public byte[] read(long offset, int length) {
      if (offset < 0 || length < 0 || offset + length > CRYPTTEXT.length) {
        throw new IllegalArgumentException("there is nothing");
      }
      return new byte[length];
    }
  }

  @Test
  void aHelperThatNeverAnswersIsGivenUp() {
    limits = limits(Duration.ofMillis(600));
    CountDownLatch never = new CountDownLatch(1);
    UploadHelper helper =
        uploading(
            reader -> {
              never.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
              return Value.None.NONE;
            });
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("neither asked for anything nor come to an end");
    never.countDown();
  }

  @Test
  void aHelperThatIsLostInTheMiddleIsToldOfByTheError() {
    UploadHelper helper =
        uploading(
            reader -> {
              assertThat(reader.getSize()).isEqualTo(CRYPTTEXT.length);
              assertThat(reader.readEncrypted(0, 100)).hasSize(1);
              helperTub.close();
              return Value.None.NONE;
            });
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("the helper was lost")
        .hasMessageContaining("what the helper has got it keeps");
  }

  @ParameterizedTest
  @CsvSource({"0, 10001", "0, 1048577", "-1, 10", "0, -1", "0, 9223372036854775807"})
  void aHelperThatReadsWhatIsNotThereIsTold(long offset, long length) {
    UploadHelper helper =
        uploading(
            reader -> {
              try {
                reader.readEncrypted(offset, length);
              } catch (RemoteFailureException e) {
                throw new ReportedException(RemoteFailure.of("test.Told", e.failure().type()), e);
              }
              return Value.None.NONE;
            });
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(GridException.class)
        .hasMessage("the helper failed: test.Told: builtins.AssertionError");
  }

  @Test
  void anAnswerThatIsNoneIsAnError() {
    UploadHelper helper = uploading(reader -> Value.text("done"));
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void aHelperThatNeitherHasTheFileNorUploadsItIsAnError() {
    UploadHelper helper =
        connected(
            new Scripted() {
              @Override
              public RemoteHelper.Answer uploadChk(byte[] storageIndex) {
                return new RemoteHelper.Answer(Value.None.NONE, Optional.empty());
              }

              @Override
              Value upload(RemoteHelper.Reader reader) {
                return Value.None.NONE;
              }
            });
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void whyTheHelperFailedIsUnderstood() {
    UploadHelper helper =
        connected(
            new Scripted() {
              @Override
              public RemoteHelper.Answer uploadChk(byte[] storageIndex) throws ReportedException {
                throw HelperFailures.told(new UploadUnhappinessException("placed 3 of 7"));
              }

              @Override
              Value upload(RemoteHelper.Reader reader) {
                return Value.None.NONE;
              }
            });
    assertThatThrownBy(() -> helper.upload(new File()))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessage("the helper says: placed 3 of 7");
    assertThat(
            HelperFailures.understood(
                new RemoteFailureException(
                    "x", HelperFailures.told(new NoServersException("none")).failure())))
        .isInstanceOf(NoServersException.class);
  }

  @Test
  void aHelperThatDoesNotUploadIsNotUsed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    HelperConnection connection =
        connect(
            new Scripted() {
              @Override
              public Value getVersion() {
                asked.countDown();
                return Value.dict(Map.of());
              }

              @Override
              Value upload(RemoteHelper.Reader reader) {
                return Value.None.NONE;
              }
            });
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(connection.connected()).isEmpty();
  }

  @Test
  void aHelperThatCannotSayItsVersionIsUsed() {
    UploadHelper helper =
        connected(
            new Scripted() {
              @Override
              public Value getVersion() throws ReportedException {
                throw new ReportedException(RemoteFailure.attributeError("too old"));
              }

              @Override
              Value upload(RemoteHelper.Reader reader) {
                return Value.None.NONE;
              }
            });
    assertThat(helper).isNotNull();
  }
}
