package org.truckee.wire.introducer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.Furl;

/**
 * That a server can be used by way of a storage plugin: an entry of {@code storage-options} ({@code
 * spec/07 §14}).
 *
 * @param name the name of the plugin
 * @param furl the object that the plugin serves; a secret
 * @param announcement what else the plugin says
 */
public record PluginOffer(String name, Furl furl, Map<String, Object> announcement) {
  private static final String NAME = "name";
  private static final String FURL = "storage-server-FURL";
  private static final int MAX_DEPTH = 20;
  private static final int MAX_VALUES = 10_000;

  /** Copies the map. */
  public PluginOffer {
    announcement = Map.copyOf(announcement);
  }

  /**
   * The offer in an announcement.
   *
   * @throws IllegalArgumentException if it is none; the message repeats no secret
   */
  static PluginOffer of(Object value) {
    if (!(value instanceof Map<?, ?> fields)
        || !(fields.get(NAME) instanceof String name)
        || !(fields.get(FURL) instanceof String furl)) {
      throw new IllegalArgumentException(
          "an entry of 'storage-options' has no '%s' or no '%s'".formatted(NAME, FURL));
    }
    Map<String, Object> rest = new LinkedHashMap<>();
    new Copy().entries(fields, rest, 0);
    rest.remove(NAME);
    rest.remove(FURL);
    return new PluginOffer(name, Furl.parse(furl), rest);
  }

  /** As JSON and YAML have it, with its secret. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(announcement);
    fields.put(NAME, name);
    fields.put(FURL, furl.text());
    return fields;
  }

  /** Also compares where the FURL says that the server is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PluginOffer that
        && name.equals(that.name)
        && furl.text().equals(that.furl.text())
        && announcement.equals(that.announcement);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + furl.hashCode();
  }

  /** Copies plain values within bounds: those of a file can hold themselves. */
  private static final class Copy {
    private int values;

    void entries(Map<?, ?> from, Map<String, Object> to, int depth) {
      from.forEach(
          (key, value) -> {
            if (key instanceof String text && value != null) {
              to.put(text, value(value, depth + 1));
            }
          });
    }

    private Object value(Object value, int depth) {
      values++;
      if (depth > MAX_DEPTH || values > MAX_VALUES) {
        throw new IllegalArgumentException("an entry of 'storage-options' is too large");
      }
      return switch (value) {
        case Map<?, ?> map -> {
          Map<String, Object> copy = new LinkedHashMap<>();
          entries(map, copy, depth);
          yield copy;
        }
        case Collection<?> list -> {
          List<Object> copy = new ArrayList<>();
          for (Object element : list) {
            if (element != null) {
              copy.add(value(element, depth + 1));
            }
          }
          yield copy;
        }
        default -> value;
      };
    }
  }
}
