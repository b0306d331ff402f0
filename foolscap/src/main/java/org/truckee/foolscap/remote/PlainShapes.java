package org.truckee.foolscap.remote;

import java.math.BigInteger;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.Utf8;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;

/** The shapes of what has no parts: numbers, byte strings, text. */
final class PlainShapes {
  /** What {@code int} accepts on the wire ({@code spec/06 §10.1}). */
  private static final int INT_BYTES = 1024;

  /** What a number of eight bytes accepts. */
  private static final int LONG_BYTES = 8;

  private PlainShapes() {}

  static final Shape<Object> NOTHING =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return new Constraint.Nothing();
        }

        @Override
        public Object fromValue(Value value, Reading reading) throws ViolationException {
          if (value != Value.None.NONE) {
            throw unexpected(value, "nothing");
          }
          return value;
        }

        @Override
        public Value toValue(Object object) {
          return Value.None.NONE;
        }
      };

  static final Shape<Value> ANY =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return Constraint.ANY;
        }

        @Override
        public Value fromValue(Value value, Reading reading) {
          return value;
        }

        @Override
        public Value toValue(Value value) {
          return value;
        }
      };

  static final Shape<Boolean> TRUTH =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return new Constraint.Truth();
        }

        @Override
        public Boolean fromValue(Value value, Reading reading) throws ViolationException {
          if (value instanceof Value.Bool bool) {
            return bool.value();
          }
          throw unexpected(value, "a truth value");
        }

        @Override
        public Value toValue(Boolean object) {
          return Value.Bool.of(object);
        }
      };

  static final Shape<Integer> INT =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return new Constraint.IntegerOf(INT_BYTES);
        }

        @Override
        public Integer fromValue(Value value, Reading reading) throws ViolationException {
          BigInteger number = number(value);
          if (number.bitLength() >= Integer.SIZE) {
            throw new ViolationException("a number of %d bits".formatted(number.bitLength()));
          }
          return number.intValue();
        }

        @Override
        public Value toValue(Integer object) {
          return Value.of(object);
        }
      };

  static final Shape<Long> LONG =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return new Constraint.IntegerOf(LONG_BYTES);
        }

        @Override
        public Long fromValue(Value value, Reading reading) throws ViolationException {
          BigInteger number = number(value);
          if (number.bitLength() >= Long.SIZE) {
            throw new ViolationException("a number of %d bits".formatted(number.bitLength()));
          }
          return number.longValue();
        }

        @Override
        public Value toValue(Long object) {
          return Value.of(object);
        }
      };

  static final Shape<Double> REAL =
      new Shape<>() {
        @Override
        public Constraint constraint() {
          return new Constraint.RealNumber();
        }

        @Override
        public Double fromValue(Value value, Reading reading) throws ViolationException {
          return value instanceof Value.Real real ? real.value() : number(value).doubleValue();
        }

        @Override
        public Value toValue(Double object) {
          return new Value.Real(object);
        }
      };

  private static BigInteger number(Value value) throws ViolationException {
    if (value instanceof Value.Int number) {
      return number.value();
    }
    throw unexpected(value, "a number");
  }

  static Shape<byte[]> bytes(long min, long max) {
    Constraint constraint = new Constraint.BytesOf(min, max);
    return new Shape<>() {
      @Override
      public Constraint constraint() {
        return constraint;
      }

      @Override
      public byte[] fromValue(Value value, Reading reading) throws ViolationException {
        if (value instanceof Bytes bytes) {
          return checked(bytes.array());
        }
        throw unexpected(value, "a byte string");
      }

      @Override
      public Value toValue(byte[] object) throws ViolationException {
        return Bytes.of(checked(object));
      }

      private byte[] checked(byte[] bytes) throws ViolationException {
        checkLength(bytes.length, min, max);
        return bytes;
      }
    };
  }

  static Shape<ByteStream> stream(long max) {
    Constraint constraint = new Constraint.StreamOf(max);
    return new Shape<>() {
      @Override
      public Constraint constraint() {
        return constraint;
      }

      @Override
      public ByteStream fromValue(Value value, Reading reading) throws ViolationException {
        return switch (value) {
          case ByteStream stream -> stream;
          case Bytes bytes -> ByteStream.of(bytes.array());
          default -> throw unexpected(value, "a byte string");
        };
      }

      @Override
      public Value toValue(ByteStream object) throws ViolationException {
        checkLength(object.length(), 0, max);
        return object;
      }
    };
  }

  static Shape<String> text(long max) {
    Constraint constraint = new Constraint.TextOf(max);
    return new Shape<>() {
      @Override
      public Constraint constraint() {
        return constraint;
      }

      @Override
      public String fromValue(Value value, Reading reading) throws ViolationException {
        if (value instanceof Value.Text text) {
          return text.value();
        }
        throw unexpected(value, "text");
      }

      @Override
      public Value toValue(String object) throws ViolationException {
        checkLength(Utf8.length(object), 0, max);
        return new Value.Text(object);
      }
    };
  }

  private static void checkLength(long length, long min, long max) throws ViolationException {
    if (length > max) {
      throw new ViolationException("a byte string too large: %d>%d".formatted(length, max));
    }
    if (length < min) {
      throw new ViolationException("a byte string too short: %d<%d".formatted(length, min));
    }
  }

  static ViolationException unexpected(Value value, String wanted) {
    return new ViolationException(
        "%s instead of %s".formatted(value.getClass().getSimpleName(), wanted));
  }
}
