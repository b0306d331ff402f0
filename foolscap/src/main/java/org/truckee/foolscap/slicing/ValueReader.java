package org.truckee.foolscap.slicing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.TokenType;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Keys;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.foolscap.value.Value.Bool;
import org.truckee.foolscap.value.Value.Int;
import org.truckee.foolscap.value.Value.None;

/**
 * Reads the values in messages ({@code spec/06 §6}), each checked against a {@link Constraint} as
 * it arrives. Used by one thread, together with the reader of the messages that the values are in.
 */
public final class ValueReader {
  private static final int MAX_ATTRIBUTE_NAME = 200;
  private static final int MAX_INTERFACE_NAME = 200;
  private static final int MAX_FURL = 4096;

  /** About what a value costs in memory beside its bytes. */
  private static final int VALUE_COST = 64;

  private final MessageReader in;
  private final References references;
  private final Set<String> copyables;

  /** What has been received in the current message, by the number of its sequence. */
  private final Map<BigInteger, Value> scope = new HashMap<>();

  private long message;
  private TokenType stream = TokenType.STRING;

  /**
   * Reads from {@code in}.
   *
   * @param copyables the names of the classes whose objects are accepted as values
   */
  public ValueReader(MessageReader in, References references, Set<String> copyables) {
    this.in = in;
    this.references = references;
    this.copyables = Set.copyOf(copyables);
  }

  /** Any value. */
  public Value value() throws IOException {
    return value(Constraint.ANY);
  }

  /** The next value. */
  public Value value(Constraint constraint) throws IOException {
    if (message != in.messages()) {
      message = in.messages();
      scope.clear();
    }
    TokenType type = in.take("a value");
    in.charge(VALUE_COST);
    if (type == TokenType.OPEN) {
      return sequence(constraint);
    }
    constraint.checkToken(type, in.tokens().magnitude());
    return switch (type) {
      case INT -> new Int(in.tokens().number());
      case NEG -> new Int(in.tokens().number().negate());
      case LONGINT -> new Int(new BigInteger(1, in.body()));
      case LONGNEG -> new Int(new BigInteger(1, in.body()).negate());
      case FLOAT -> new Value.Real(in.tokens().floatValue());
      case STRING -> Bytes.of(in.body());
      case VOCAB -> Bytes.of(in.word());
      case LIST, OPEN, CLOSE, ABORT, ERROR, PING, PONG ->
          throw new BananaException("%s token instead of a value".formatted(type));
    };
  }

  /**
   * The next byte string, of which only the head has been read: its bytes are read from {@link
   * #streamBody}, before anything else.
   *
   * @return its length
   */
  public long streamHead(Constraint.StreamOf constraint) throws IOException {
    TokenType type = in.take("a byte string");
    if (type == TokenType.OPEN) {
      String opentype = in.enter();
      throw new ViolationException(opentype + " instead of a byte string");
    }
    constraint.checkToken(type, in.tokens().magnitude());
    stream = type;
    return type == TokenType.VOCAB ? in.word().length : in.tokens().unread();
  }

  /** The bytes that {@link #streamHead} announced. */
  public InputStream streamBody() throws IOException {
    return stream == TokenType.VOCAB
        ? new ByteArrayInputStream(in.word())
        : new InputStream() {
          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return length == 0 ? 0 : in.tokens().readBody(target, offset, length);
          }
        };
  }

  private Value sequence(Constraint constraint) throws IOException {
    BigInteger number = BigInteger.valueOf(in.opens());
    String opentype = in.enter();
    if (opentype.equals("reference")) {
      return earlier();
    }
    Constraint inside = constraint.forSequence(opentype);
    return switch (opentype) {
      case "none" -> {
        in.end("none has no content");
        yield None.NONE;
      }
      case "boolean" -> truth();
      case "unicode" -> text(inside);
      case "list" -> many(number, Sequence.Kind.LIST, inside);
      case "tuple" -> many(number, Sequence.Kind.TUPLE, inside);
      case "set" -> many(number, Sequence.Kind.SET, inside);
      case "immutable-set" -> many(number, Sequence.Kind.IMMUTABLE_SET, inside);
      case "dict" -> dict(number, inside);
      case "copyable" -> copyable();
      case "decimal" -> {
        String text = in.name("a decimal", MAX_ATTRIBUTE_NAME);
        in.end("a decimal is one byte string");
        yield new Value.Decimal(text);
      }
      case "my-reference" -> mine();
      case "your-reference" -> {
        long clid = in.id("an object id", true);
        in.end("your-reference has one token");
        yield references.receive(new WireReference.Yours(clid));
      }
      case "their-reference" -> {
        long giftId = in.id("a gift id", false);
        String furl = in.name("a FURL", MAX_FURL);
        in.end("their-reference has two tokens");
        yield references.receive(new WireReference.Theirs(giftId, furl));
      }
      default -> throw new ViolationException("unknown OPEN type " + printable(opentype));
    };
  }

  private Value earlier() throws IOException {
    TokenType type = in.take("a reference");
    if (type != TokenType.INT) {
      throw new BananaException("a reference is an INT, not " + type);
    }
    Value value = scope.get(in.tokens().number());
    if (value == null) {
      throw new BananaException("a reference to nothing that was sent in this message");
    }
    in.end("a reference has one token");
    return value;
  }

  private Value truth() throws IOException {
    TokenType type = in.take("a truth value");
    if (type != TokenType.INT) {
      throw new BananaException("a boolean is an INT, not " + type);
    }
    boolean value = in.tokens().magnitude() != 0;
    in.end("a boolean has one token");
    return Bool.of(value);
  }

  private Value text(Constraint constraint) throws IOException {
    TokenType type = in.take("text");
    if (type != TokenType.STRING && type != TokenType.VOCAB) {
      throw new BananaException("unicode is a byte string, not " + type);
    }
    long limit = constraint instanceof Constraint.TextOf text ? text.max() : Long.MAX_VALUE;
    String text = MessageReader.utf8(in.string(type, limit));
    in.end("unicode has one token");
    return new Value.Text(text);
  }

  private Value many(BigInteger number, Sequence.Kind kind, Constraint constraint)
      throws IOException {
    List<Value> items = new ArrayList<>();
    Value sequence = new Sequence(kind, Collections.unmodifiableList(items));
    scope.put(number, sequence);
    Set<Value> members = kind.isSet() ? new HashSet<>() : Set.of();
    while (in.more()) {
      Value item = value(item(constraint, items.size()));
      if (!kind.isSet() || members.add(key(item))) {
        items.add(item);
      }
    }
    return sequence;
  }

  private static Constraint item(Constraint constraint, int index) throws ViolationException {
    return switch (constraint) {
      case Constraint.ManyOf many -> {
        if (index >= many.max()) {
          throw new ViolationException(
              "more than the %d items that are allowed".formatted(many.max()));
        }
        yield many.item();
      }
      case Constraint.TupleOf tuple -> {
        if (index >= tuple.items().size()) {
          throw new ViolationException("a tuple of more than " + tuple.items().size());
        }
        yield tuple.items().get(index);
      }
      default -> Constraint.ANY;
    };
  }

  private Value dict(BigInteger number, Constraint constraint) throws IOException {
    Map<Value, Value> entries = new LinkedHashMap<>();
    Value dict = new Value.Dict(Collections.unmodifiableMap(entries));
    scope.put(number, dict);
    Constraint.DictOf of =
        constraint instanceof Constraint.DictOf typed
            ? typed
            : new Constraint.DictOf(Constraint.ANY, Constraint.ANY, Integer.MAX_VALUE);
    while (in.more()) {
      if (entries.size() >= of.max()) {
        throw new ViolationException(
            "more than the %d entries that are allowed".formatted(of.max()));
      }
      Value key = key(value(of.key()));
      if (entries.containsKey(key)) {
        throw new BananaException("a dict with the same key twice");
      }
      // The key is there before its value, which may refer to the dict.
      entries.put(key, None.NONE);
      entries.put(key, value(of.value()));
    }
    return dict;
  }

  private static Value key(Value value) throws BananaException {
    if (!Keys.isKey(value)) {
      throw new BananaException("an unhashable key");
    }
    return value;
  }

  private Value copyable() throws IOException {
    String className = in.className();
    if (!copyables.contains(className)) {
      throw new ViolationException("unknown class " + printable(className));
    }
    Map<String, Value> attributes = new LinkedHashMap<>();
    while (in.more()) {
      String name = in.name("an attribute", MAX_ATTRIBUTE_NAME);
      if (attributes.containsKey(name)) {
        throw new BananaException("an object with the same attribute twice");
      }
      attributes.put(name, value());
    }
    return new Value.Copyable(className, Collections.unmodifiableMap(attributes));
  }

  private Reference mine() throws IOException {
    long clid = in.id("an object id", true);
    Optional<String> interfaceName = Optional.empty();
    Optional<String> furl = Optional.empty();
    if (in.more()) {
      interfaceName = Optional.of(in.name("an interface name", MAX_INTERFACE_NAME));
      if (in.more()) {
        furl = Optional.of(in.name("a FURL", MAX_FURL));
        if (in.more()) {
          throw new ViolationException("too many parameters in my-reference");
        }
      }
    }
    return references.receive(new WireReference.Mine(clid, interfaceName, furl));
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
