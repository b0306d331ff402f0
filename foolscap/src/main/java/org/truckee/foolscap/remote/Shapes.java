package org.truckee.foolscap.remote;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/**
 * Derives shapes from declared Java types.
 *
 * <table>
 *   <caption>What travels as what</caption>
 *   <tr><th>Java</th><th>wire</th></tr>
 *   <tr><td>{@code void}</td><td>none</td></tr>
 *   <tr><td>{@code boolean}</td><td>boolean</td></tr>
 *   <tr><td>{@code int}</td><td>a number</td></tr>
 *   <tr><td>{@code long}</td><td>a number of at most 8 bytes</td></tr>
 *   <tr><td>{@code double}</td><td>any number</td></tr>
 *   <tr><td>{@code byte[]}</td><td>a byte string, see {@link Limit}</td></tr>
 *   <tr><td>{@link ByteStream}</td><td>a byte string; only as last argument or as result</td></tr>
 *   <tr><td>{@link String}</td><td>text</td></tr>
 *   <tr><td>{@link List}, {@link Set}, {@link Map}</td><td>list, set, dict</td></tr>
 *   <tr><td>a record</td><td>a tuple of its components</td></tr>
 *   <tr><td>{@link Optional}</td><td>none, or what is in it; as an argument it may be left
 *       out</td></tr>
 *   <tr><td>{@link Value}</td><td>anything</td></tr>
 *   <tr><td>{@link Reference}, {@link RemoteReference}</td><td>an object of the sender</td></tr>
 *   <tr><td>an interface with {@link RemoteName}</td><td>an object that has it</td></tr>
 * </table>
 */
final class Shapes {
  /** Where nothing is said, the size of the message is the limit. */
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private Shapes() {}

  /**
   * The shape of a declared type.
   *
   * @throws IllegalArgumentException if it has none; {@code where} says of what
   */
  static Shape<Object> of(AnnotatedType declared, String where) {
    Type type = declared.getType();
    if (declared instanceof AnnotatedArrayType array && type == byte[].class) {
      Optional<Limit> limit =
          limit(array).or(() -> limit(array.getAnnotatedGenericComponentType()));
      return erased(
          PlainShapes.bytes(
              limit.map(Limit::min).orElse(0), limit.map(Limit::value).orElse(UNLIMITED)));
    }
    int max = limit(declared).map(Limit::value).orElse(UNLIMITED);
    if (declared instanceof AnnotatedParameterizedType generic) {
      return ofGeneric(generic, max, where);
    }
    if (type instanceof Class<?> plain) {
      return ofClass(plain, max, where);
    }
    throw unknown(declared, where);
  }

  private static Shape<Object> ofGeneric(
      AnnotatedParameterizedType declared, int max, String where) {
    Type raw = ((ParameterizedType) declared.getType()).getRawType();
    List<Shape<Object>> parts =
        Arrays.stream(declared.getAnnotatedActualTypeArguments())
            .map(part -> of(part, where))
            .toList();
    if (raw == List.class) {
      return new ManyShape(Sequence.Kind.LIST, parts.getFirst(), max);
    }
    if (raw == Set.class) {
      return new ManyShape(Sequence.Kind.SET, parts.getFirst(), max);
    }
    if (raw == Map.class) {
      return new DictShape(parts.getFirst(), parts.getLast(), max);
    }
    if (raw == Optional.class) {
      return new OptionalShape(parts.getFirst());
    }
    throw unknown(declared, where);
  }

  private static Shape<Object> ofClass(Class<?> type, int max, String where) {
    if (type == void.class) {
      return PlainShapes.NOTHING;
    } else if (type == boolean.class || type == Boolean.class) {
      return erased(PlainShapes.TRUTH);
    } else if (type == int.class || type == Integer.class) {
      return erased(PlainShapes.INT);
    } else if (type == long.class || type == Long.class) {
      return erased(PlainShapes.LONG);
    } else if (type == double.class || type == Double.class) {
      return erased(PlainShapes.REAL);
    } else if (type == String.class) {
      return erased(PlainShapes.text(max));
    } else if (type == ByteStream.class) {
      return erased(PlainShapes.stream(max == UNLIMITED ? Long.MAX_VALUE : max));
    } else if (type == Value.class) {
      return erased(PlainShapes.ANY);
    } else if (type == Reference.class || type == RemoteReference.class) {
      return new ReferenceShape();
    } else if (type.isRecord()) {
      return ofRecord(type, where);
    } else if (type.isInterface() && type.isAnnotationPresent(RemoteName.class)) {
      return new ReferenceShape.OfInterface(type);
    }
    throw new IllegalArgumentException(
        "%s: nothing that can be sent is a %s".formatted(where, type.getName()));
  }

  private static Shape<Object> ofRecord(Class<?> type, String where) {
    RecordComponent[] components = type.getRecordComponents();
    List<Shape<Object>> items = new ArrayList<>();
    List<Method> accessors = new ArrayList<>();
    for (RecordComponent component : components) {
      items.add(of(component.getAnnotatedType(), where + " " + type.getSimpleName()));
      component.getAccessor().setAccessible(true);
      accessors.add(component.getAccessor());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new TupleShape(constructor, accessors, items);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }

  private static Optional<Limit> limit(AnnotatedType type) {
    return Optional.ofNullable(type.getAnnotation(Limit.class));
  }

  /** What a shape makes is only ever handed to methods that declare its type. */
  @SuppressWarnings("unchecked")
  private static Shape<Object> erased(Shape<?> shape) {
    return (Shape<Object>) shape;
  }

  private static IllegalArgumentException unknown(AnnotatedType type, String where) {
    return new IllegalArgumentException(
        "%s: nothing that can be sent is a %s".formatted(where, type.getType()));
  }
}
