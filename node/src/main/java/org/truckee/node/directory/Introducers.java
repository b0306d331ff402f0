package org.truckee.node.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.ConfigurationException;

/**
 * The introducers of a node: {@code private/introducers.yaml}, and the one that {@code tahoe.cfg}
 * may name in the old way ({@code spec/07 §6.1}, {@code spec/09 §7.1}).
 *
 * @param introducers in the order of the file
 * @param problems a sentence for each that cannot be used
 */
public record Introducers(List<Introducer> introducers, List<String> problems) {
  static final String FILE = "introducers.yaml";

  private static final String DEFAULT = "default";
  private static final int MAX_INTRODUCERS = 100;

  /** It becomes a part of the name of a file. */
  private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,100}");

  /**
   * One of them.
   *
   * @param name what the operator calls it
   * @param furl where it is
   */
  public record Introducer(String name, Furl furl) {
    /** The text of the FURL: who has it can join the grid. */
    public String furlText() {
      return furl.text();
    }
  }

  /** Copies the lists. */
  public Introducers {
    introducers = List.copyOf(introducers);
    problems = List.copyOf(problems);
  }

  /**
   * Puts them together.
   *
   * @param name what messages call the file
   * @param text what is in it, if it exists
   * @param configured {@code [client]introducer.furl}
   * @throws ConfigurationException if the file is not what it should be, or contradicts the option
   */
  static Introducers parse(String name, Optional<String> text, Optional<String> configured)
      throws ConfigurationException {
    Map<String, String> furls = new LinkedHashMap<>();
    if (text.isPresent()) {
      furls.putAll(entries(name, text.get()));
    }
    if (configured.isPresent() && furls.putIfAbsent(DEFAULT, configured.get()) != null) {
      throw new ConfigurationException(
          ("'default' introducer furl cannot be specified in tahoe.cfg and introducers.yaml:"
                  + " remove [client]introducer.furl from tahoe.cfg, or 'default' from '%s'")
              .formatted(name));
    }
    List<Introducer> introducers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    furls.forEach(
        (petname, furl) -> {
          try {
            introducers.add(new Introducer(petname, Furl.parse(furl)));
          } catch (IllegalArgumentException e) {
            problems.add("introducer '%s' is left out: %s".formatted(petname, e.getMessage()));
          }
        });
    return new Introducers(introducers, problems);
  }

  private static Map<String, String> entries(String name, String text)
      throws ConfigurationException {
    if (!(Yaml.read(name, text) instanceof Map<?, ?> root)) {
      throw new ConfigurationException(
          "'%s' must be a mapping that starts with 'introducers:'; remove it if there are none"
              .formatted(name));
    }
    Object introducers = root.get("introducers");
    if (introducers == null) {
      return Map.of();
    }
    if (!(introducers instanceof Map<?, ?> all) || all.size() > MAX_INTRODUCERS) {
      throw new ConfigurationException(
          "'%s': 'introducers' must map at most %d names to mappings with 'furl'"
              .formatted(name, MAX_INTRODUCERS));
    }
    Map<String, String> furls = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : all.entrySet()) {
      furls.put(petname(name, entry.getKey()), furl(name, entry));
    }
    return furls;
  }

  private static String petname(String file, Object key) throws ConfigurationException {
    if (key instanceof String name && NAME.matcher(name).matches()) {
      return name;
    }
    throw new ConfigurationException(
        ("'%s': the name %s of an introducer must be text that can be part of a file's name;"
                + " put other names into quotes")
            .formatted(file, key instanceof Number || key instanceof String ? key : ""));
  }

  private static String furl(String file, Map.Entry<?, ?> entry) throws ConfigurationException {
    if (entry.getValue() instanceof Map<?, ?> fields && fields.get("furl") instanceof String furl) {
      return furl;
    }
    throw new ConfigurationException(
        "'%s': introducer '%s' must have a 'furl', which is text".formatted(file, entry.getKey()));
  }

  /** The text of the file for one introducer, as a new node gets it. It holds a secret. */
  static String write(String furl) {
    return "introducers:\n  default:\n    furl: %s\n".formatted(furl);
  }
}
