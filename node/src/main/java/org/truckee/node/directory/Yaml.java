package org.truckee.node.directory;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.truckee.node.config.ConfigurationException;

/** The YAML of node directories. */
final class Yaml {
  private static final int MAX_CHARACTERS = 16 << 20;
  private static final int MAX_ALIASES = 20;
  private static final int MAX_WIDTH = 1000;

  // SnakeYAML keeps to the safe subset by itself; the rest bounds what a file can cost.
  private static final LoadSettings LOAD =
      LoadSettings.builder()
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(MAX_ALIASES)
          .setCodePointLimit(MAX_CHARACTERS)
          .build();

  private static final DumpSettings DUMP =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setWidth(MAX_WIDTH)
          .setUseUnicodeEncoding(false)
          .build();

  /**
   * Text that the reference, which reads YAML 1.1, would take for something else if it stood there
   * without quotes: truth values, numbers, dates, times of day.
   */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(?i)y|yes|n|no|true|false|on|off|null|~|=|<<"
              + "|[-+]?0b[01_]+|[-+]?0x[0-9a-f_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*\\.[0-9_]*(e[-+]?[0-9]+)?"
              + "|[-+]?\\.[0-9_]+(e[-+]?[0-9]+)?|[-+]?\\.(inf|nan)|[0-9]+e[-+]?[0-9]+"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private Yaml() {}

  /**
   * Reads a document: maps, lists, text, numbers and truth values.
   *
   * @param name what messages call the file
   * @throws ConfigurationException if it is none; the message quotes nothing of it
   */
  static Object read(String name, String text) throws ConfigurationException {
    try {
      return new Load(LOAD).loadFromString(text);
    } catch (YamlEngineException | ClassCastException | IllegalArgumentException e) {
      // Without the library's text: it quotes the file, which holds secrets.
      throw new ConfigurationException("'%s' is not YAML that can be read".formatted(name));
    } catch (StackOverflowError e) {
      throw new ConfigurationException("'%s' is nested too deeply".formatted(name));
    }
  }

  /** Writes a document as the reference does. */
  static String write(Object document) {
    return new Dump(DUMP, new Quoting()).dumpToString(document);
  }

  private static final class Quoting extends StandardRepresenter {
    Quoting() {
      super(DUMP);
      representers.put(
          String.class,
          data ->
              AMBIGUOUS.matcher((String) data).matches()
                  ? representScalar(Tag.STR, (String) data, ScalarStyle.DOUBLE_QUOTED)
                  : plain((String) data));
    }

    private Node plain(String text) {
      boolean ascii = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      return representScalar(Tag.STR, text, ascii ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }
  }
}
