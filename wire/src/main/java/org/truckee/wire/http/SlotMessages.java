package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;

/** The two messages of a read-test-write ({@code spec/05 §8.1}). */
final class SlotMessages {
  private static final int MAXIMUM_TESTS = 30;
  private static final int MAXIMUM_READS = 30;

  private SlotMessages() {}

  /** What shall be tested, changed and read. */
  record Request(Map<ShareNumber, ShareUpdate> updates, List<ReadVector> reads) {
    byte[] encoded() {
      CborWriter out = new CborWriter().map(2).text("test-write-vectors").map(updates.size());
      updates.forEach(
          (share, update) -> {
            out.uint(share.value()).map(3);
            write(out, update);
          });
      out.text("read-vector").array(reads.size());
      for (ReadVector read : reads) {
        out.map(2).text("offset").uint(read.offset()).text("size").uint(read.length());
      }
      return out.toBytes();
    }

    /** No answer has more bytes of shares; far more than there is memory counts as too much. */
    long largestAnswer() {
      long ofOneShare =
          reads.stream().mapToLong(read -> Math.min(read.length(), Integer.MAX_VALUE)).sum();
      return ofOneShare * Messages.MAXIMUM_SHARES;
    }

    static Request decode(CborReader in) throws MalformedCborException {
      Map<ShareNumber, ShareUpdate> updates = null;
      List<ReadVector> reads = null;
      CborReader.Items entries = in.map();
      while (entries.next()) {
        switch (in.text()) {
          case "test-write-vectors" -> updates = SlotMessages.updates(in);
          case "read-vector" -> reads = SlotMessages.reads(in);
          default -> throw in.unknownKey();
        }
      }
      in.require(updates != null, "test-write-vectors");
      in.require(reads != null, "read-vector");
      return new Request(updates, reads);
    }
  }

  static ByteBuffer answer(SlotAnswer answer) {
    CborWriter out = new CborWriter(encodedSize(answer));
    out.map(2).text("success").bool(answer.success());
    out.text("data").map(answer.data().size());
    answer.data().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              out.uint(entry.getKey().value()).array(entry.getValue().size());
              entry.getValue().forEach(out::bytes);
            });
    return out.toBuffer();
  }

  /** Enough bytes for the message, so that it need not grow while it is written. */
  private static int encodedSize(SlotAnswer answer) {
    long size = 64;
    for (List<byte[]> pieces : answer.data().values()) {
      size += 16;
      for (byte[] piece : pieces) {
        size += piece.length + 16;
      }
    }
    return Math.toIntExact(size);
  }

  static SlotAnswer answer(CborReader in) throws MalformedCborException {
    Boolean success = null;
    Map<ShareNumber, List<byte[]>> data = null;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      switch (in.text()) {
        case "success" -> success = in.bool();
        case "data" -> data = data(in);
        default -> throw in.unknownKey();
      }
    }
    in.require(success != null, "success");
    in.require(data != null, "data");
    return new SlotAnswer(success, data);
  }

  private static Map<ShareNumber, List<byte[]>> data(CborReader in) throws MalformedCborException {
    Map<ShareNumber, List<byte[]>> data = new LinkedHashMap<>();
    CborReader.Items shares = in.map();
    while (shares.next()) {
      ShareNumber share = Messages.share(in);
      List<byte[]> pieces = new ArrayList<>();
      CborReader.Items items = in.array();
      while (items.next()) {
        pieces.add(in.bytes());
      }
      data.put(share, pieces);
    }
    return data;
  }

  private static void write(CborWriter out, ShareUpdate update) {
    out.text("test").array(update.tests().size());
    for (ShareUpdate.Test test : update.tests()) {
      out.map(3).text("offset").uint(test.offset()).text("size").uint(test.length());
      out.text("specimen").bytes(test.specimen());
    }
    out.text("write").array(update.writes().size());
    for (ShareUpdate.Write write : update.writes()) {
      out.map(2).text("offset").uint(write.offset()).text("data").bytes(write.data());
    }
    out.text("new-length");
    update.newLength().ifPresentOrElse(out::uint, out::nothing);
  }

  private static Map<ShareNumber, ShareUpdate> updates(CborReader in)
      throws MalformedCborException {
    Map<ShareNumber, ShareUpdate> updates = new LinkedHashMap<>();
    CborReader.Items shares = in.map(Messages.MAXIMUM_SHARES);
    while (shares.next()) {
      ShareNumber share = Messages.share(in);
      updates.put(share, update(in));
    }
    return updates;
  }

  private static ShareUpdate update(CborReader in) throws MalformedCborException {
    List<ShareUpdate.Test> tests = null;
    List<ShareUpdate.Write> writes = null;
    OptionalLong newLength = null;
    CborReader.Items entries = in.map();
    while (entries.next()) {
      switch (in.text()) {
        case "test" -> tests = tests(in);
        case "write" -> writes = writes(in);
        case "new-length" ->
            newLength = in.tryNull() ? OptionalLong.empty() : OptionalLong.of(in.uint());
        default -> throw in.unknownKey();
      }
    }
    in.require(tests != null, "test");
    in.require(writes != null, "write");
    in.require(newLength != null, "new-length");
    return new ShareUpdate(tests, writes, newLength);
  }

  private static List<ShareUpdate.Test> tests(CborReader in) throws MalformedCborException {
    List<ShareUpdate.Test> tests = new ArrayList<>();
    CborReader.Items items = in.array(MAXIMUM_TESTS);
    while (items.next()) {
      Vector vector = Vector.decode(in, "specimen");
      in.require(vector.size >= 0, "size");
      in.require(vector.bytes != null, "specimen");
      tests.add(new ShareUpdate.Test(vector.offset, vector.size, vector.bytes));
    }
    return tests;
  }

  private static List<ShareUpdate.Write> writes(CborReader in) throws MalformedCborException {
    List<ShareUpdate.Write> writes = new ArrayList<>();
    CborReader.Items items = in.array();
    while (items.next()) {
      Vector vector = Vector.decode(in, "data");
      in.require(vector.bytes != null, "data");
      if (vector.size >= 0) {
        throw in.unknownKey();
      }
      writes.add(new ShareUpdate.Write(vector.offset, vector.bytes));
    }
    return writes;
  }

  private static List<ReadVector> reads(CborReader in) throws MalformedCborException {
    List<ReadVector> reads = new ArrayList<>();
    CborReader.Items items = in.array(MAXIMUM_READS);
    while (items.next()) {
      Vector vector = Vector.decode(in, "");
      in.require(vector.size >= 0, "size");
      reads.add(new ReadVector(vector.offset, vector.size));
    }
    return reads;
  }

  /** Any of the three vectors; {@code size} is −1 and {@code bytes} null where absent. */
  private record Vector(long offset, long size, byte[] bytes) {
    static Vector decode(CborReader in, String bytesKey) throws MalformedCborException {
      long offset = -1;
      long size = -1;
      byte[] bytes = null;
      CborReader.Items entries = in.map();
      while (entries.next()) {
        String key = in.text();
        if (key.equals("offset")) {
          offset = in.uint();
        } else if (key.equals("size")) {
          size = in.uint();
        } else if (!bytesKey.isEmpty() && key.equals(bytesKey)) {
          bytes = in.bytes();
        } else {
          throw in.unknownKey();
        }
      }
      in.require(offset >= 0, "offset");
      return new Vector(offset, size, bytes);
    }
  }
}
