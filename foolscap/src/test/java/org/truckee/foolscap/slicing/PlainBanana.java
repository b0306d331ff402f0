package org.truckee.foolscap.slicing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.ControlTokens;
import org.truckee.foolscap.banana.TokenReader;
import org.truckee.foolscap.banana.TokenWriter;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/** Banana without a connection: values out of bytes and into bytes. */
final class PlainBanana {
  private static final long PLENTY = 1 << 24;

  final ByteArrayOutputStream replies = new ByteArrayOutputStream();
  final MessageReader messages;
  private final ValueReader values;

  PlainBanana(byte[] bytes, Vocabulary vocabulary) {
    TokenWriter replier = new TokenWriter(replies, vocabulary);
    ControlTokens control =
        new ControlTokens() {
          @Override
          public void ping(BigInteger number) {
            try {
              replier.pong(number);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void pong(BigInteger number) {}
        };
    messages =
        new MessageReader(new TokenReader(new ByteArrayInputStream(bytes), control), vocabulary);
    values = new ValueReader(messages, new NoReferences(), Set.of("known"));
  }

  Value next() throws IOException {
    messages.limit(PLENTY);
    return values.value();
  }

  static byte[] written(Value value, Vocabulary vocabulary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ValueWriter(new TokenWriter(out, vocabulary), new NoReferences()).value(value);
    return out.toByteArray();
  }

  private static final class NoReferences implements References {
    @Override
    public WireReference send(Reference reference) throws ViolationException {
      throw new ViolationException("no references here");
    }

    @Override
    public Reference receive(WireReference reference) throws ViolationException, BananaException {
      throw new ViolationException("no references here");
    }
  }
}
