package org.truckee.sftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RequestTest {
  /** Writes a packet. */
  @FunctionalInterface
  private interface Fields {
    void write(DataOutputStream out) throws Exception;
  }

  private static byte[] packet(int type, Fields fields) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(type);
    fields.write(out);
    return bytes.toByteArray();
  }

  private static void string(DataOutputStream out, String text) throws Exception {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Test
  void anOpenHasFlagsAndAttributes() throws Exception {
    Request request =
        Request.parse(
            packet(
                3,
                out -> {
                  out.writeInt(7);
                  string(out, "/f");
                  out.writeInt(2 | 8);
                  out.writeInt(0x8000000f);
                  out.writeLong(-1);
                  out.writeInt(1);
                  out.writeInt(2);
                  out.writeInt(0100444);
                  out.writeInt(3);
                  out.writeInt(4);
                  out.writeInt(1);
                  string(out, "colour");
                  string(out, "blue");
                }));
    assertThat(request).isInstanceOf(Request.Open.class);
    Request.Open open = (Request.Open) request;
    assertThat(open.id()).isEqualTo(7);
    assertThat(open.flags().write() && open.flags().create()).isTrue();
    assertThat(open.flags().read() || open.flags().truncate()).isFalse();
    assertThat(open.attributes().size()).isEqualTo(OptionalLong.of(-1));
    assertThat(open.attributes().permissions()).isEqualTo(OptionalInt.of(0100444));
    assertThat(open.attributes().forbidWriting()).isTrue();
    assertThat(open.attributes().times()).contains(new Attributes.Times(3, 4));
    assertThat(open.attributes().extended()).containsEntry("colour", "blue");
  }

  @Test
  void aPacketThatEndsTooEarlyKeepsItsNumber() throws Exception {
    assertThatThrownBy(
            () ->
                Request.parse(
                    packet(
                        17,
                        out -> {
                          out.writeInt(9);
                          out.writeInt(1000);
                        })))
        .isInstanceOfSatisfying(
            MalformedPacketException.class, e -> assertThat(e.id()).hasValue(9));
  }

  @Test
  void whatIsUnknownIsUnsupported() throws Exception {
    assertThat(Request.parse(packet(99, out -> out.writeInt(5))))
        .isEqualTo(new Request.Unsupported(5, "unknown request"));
    assertThat(
            Request.parse(
                packet(
                    200,
                    out -> {
                      out.writeInt(5);
                      string(out, "posix-rename@openssh.com");
                      string(out, "only one");
                    })))
        .isEqualTo(new Request.MalformedPosixRename(5));
  }

  @Test
  void answersHaveTheirLengthInFront() {
    byte[] packet = new ReplyPacket.Status(1, StatusCode.NO_SUCH_FILE, "ü").packet();
    assertThat(java.nio.ByteBuffer.wrap(packet).getInt()).isEqualTo(packet.length - 4);
    assertThat(packet)
        .containsExactly(
            0, 0, 0, 21, 101, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0xc3, 0xbc, 0, 0, 0, 2, 'e', 'n');
  }
}
