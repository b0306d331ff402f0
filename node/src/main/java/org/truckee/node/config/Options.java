package org.truckee.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The options of one configuration file as typed values ({@code spec/09 §4.1, §4.3, §4.6}). */
final class Options {
  private final IniFile file;
  private final Path baseDirectory;

  /**
   * Over a file.
   *
   * @param baseDirectory what relative paths are relative to
   */
  Options(IniFile file, Path baseDirectory) {
    this.file = file;
    this.baseDirectory = baseDirectory;
  }

  Optional<String> text(String section, String option) throws ConfigurationException {
    Optional<String> value = file.get(section, option);
    if (option.endsWith(".furl") && value.isPresent() && value.get().contains("#")) {
      // The value is left out of the message: a FURL is a secret.
      throw new ConfigurationException(
          "'%s': the configuration entry '[%s]%s' contained an unescaped '#' character."
              .formatted(file.name(), section, option));
    }
    return value;
  }

  /** The value, unless it is missing or empty. */
  Optional<String> nonEmpty(String section, String option) throws ConfigurationException {
    return text(section, option).filter(value -> !value.isEmpty());
  }

  boolean flag(String section, String option, boolean standard) throws ConfigurationException {
    Optional<String> value = text(section, option);
    if (value.isEmpty()) {
      return standard;
    }
    Boolean flag = Python.bool(value.get());
    if (flag == null) {
      throw bad(section, option, "Not a boolean: " + value.get(), "write true or false");
    }
    return flag;
  }

  int integer(String section, String option, int standard) throws ConfigurationException {
    Optional<String> value = text(section, option);
    if (value.isEmpty()) {
      return standard;
    }
    OptionalInt number = Python.integer(value.get());
    if (number.isEmpty()) {
      throw bad(section, option, "Not an integer: " + value.get(), "write digits only");
    }
    return number.getAsInt();
  }

  long size(String section, String option, long standard) throws ConfigurationException {
    Optional<String> value = nonEmpty(section, option);
    if (value.isEmpty()) {
      return standard;
    }
    OptionalLong size = ByteSize.parse(value.get());
    if (size.isEmpty()) {
      throw bad(
          section,
          option,
          "unparseable value " + value.get(),
          "write a size without blanks, such as 5G or 100MiB");
    }
    return size.getAsLong();
  }

  /** A directory with a purpose of its own, which is not the one that all of this is about. */
  Path ownDirectory(String section, String option, String standard) throws ConfigurationException {
    Path path = path(section, option, standard);
    if (path.equals(baseDirectory.toAbsolutePath().normalize())) {
      throw bad(
          section,
          option,
          "'%s' is the directory of the node itself".formatted(text(section, option).orElse("")),
          "write a directory in it, such as %s, and move there what belongs there"
              .formatted(standard));
    }
    return path;
  }

  Path path(String section, String option, String standard) throws ConfigurationException {
    String value = text(section, option).orElse(standard);
    try {
      if (value.startsWith("~") && !value.equals("~") && !value.startsWith("~/")) {
        throw bad(section, option, "another user's home: " + value, "write the whole path");
      }
      return baseDirectory.resolve(UserHome.expand(value)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw bad(section, option, "Not a path: " + value, e.getReason());
    }
  }

  /** Why a section without an option that it needs cannot be used. */
  ConfigurationException missing(String section, String option, String remedy) {
    return new ConfigurationException(
        "'%s' is missing the [%s]%s entry; %s".formatted(file.name(), section, option, remedy));
  }

  ConfigurationException bad(String section, String option, String problem, String remedy) {
    return new ConfigurationException(
        "'%s' [%s]%s: %s; %s".formatted(file.name(), section, option, problem, remedy));
  }
}
