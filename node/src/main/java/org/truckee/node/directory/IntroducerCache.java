package org.truckee.node.directory;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.node.config.NodeException;
import org.truckee.wire.introducer.Announcement;
import org.truckee.wire.introducer.AnnouncementCache;
import org.truckee.wire.introducer.BadAnnouncementException;

/** {@code private/introducer_NAME_cache.yaml} ({@code spec/07 §5}). */
final class IntroducerCache implements AnnouncementCache {
  private static final Logger LOG = LoggerFactory.getLogger(IntroducerCache.class);
  private static final int MAX_SIZE = 16 << 20;
  private static final int MAX_DEPTH = 50;
  private static final String FIELDS = "ann";
  private static final String PUBLISHER = "key_s";

  private final Path file;

  IntroducerCache(Path file) {
    this.file = file;
  }

  @Override
  public List<Announcement> load() {
    try {
      Optional<String> text = NodeFile.read(file, MAX_SIZE);
      return text.isPresent() ? parse(text.get()) : List.of();
    } catch (NodeException e) {
      LOG.warn("what an introducer said before is lost: {}", e.getMessage());
      return List.of();
    }
  }

  private List<Announcement> parse(String text) throws NodeException {
    if (!(Yaml.read(file.toString(), text) instanceof Collection<?> entries)) {
      LOG.warn("'{}' is no list: it is overlooked", file);
      return List.of();
    }
    List<Announcement> announcements = new ArrayList<>();
    for (Object entry : entries) {
      try {
        announcements.add(announcement(entry));
      } catch (BadAnnouncementException | IllegalArgumentException e) {
        LOG.warn("an entry of '{}' is set aside: {}", file, e.getMessage());
      }
    }
    return announcements;
  }

  private static Announcement announcement(Object entry) throws BadAnnouncementException {
    if (entry instanceof Map<?, ?> both
        && both.get(PUBLISHER) instanceof String publisher
        && both.get(FIELDS) instanceof Map<?, ?> fields) {
      Map<String, Object> named = new LinkedHashMap<>();
      fields.forEach((name, value) -> named.put(String.valueOf(name), plain(value, 0)));
      return Announcement.of(publisher, named);
    }
    throw new IllegalArgumentException("it has no '%s' and '%s'".formatted(FIELDS, PUBLISHER));
  }

  /** The value as JSON has it. A document may contain itself. */
  private static Object plain(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("it is nested too deeply");
    }
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, item) -> copy.put(String.valueOf(name), plain(item, depth + 1)));
        yield copy;
      }
      case Collection<?> list -> list.stream().map(item -> plain(item, depth + 1)).toList();
      case Integer number -> number.longValue();
      case String _, Long _, BigInteger _, Double _, Boolean _ -> value;
      case null, default -> throw new IllegalArgumentException("it holds what JSON cannot say");
    };
  }

  @Override
  public void store(List<Announcement> announcements) {
    List<Map<String, Object>> entries =
        announcements.stream()
            .map(
                announcement ->
                    Map.of(
                        FIELDS, sorted(announcement.fields()), PUBLISHER, announcement.publisher()))
            .map(TreeMap::new)
            .map(entry -> (Map<String, Object>) entry)
            .toList();
    try {
      NodeFile.writeSecretDerived(file, Yaml.write(entries).stripTrailing());
    } catch (NodeException e) {
      LOG.warn("what an introducer says cannot be kept: {}", e.getMessage());
    }
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((name, item) -> copy.put((String) name, sorted(item)));
        yield copy;
      }
      case Collection<?> list -> list.stream().map(IntroducerCache::sorted).toList();
      default -> value;
    };
  }
}
