package org.truckee.node.config;

/** A configuration file cannot be used: it does not parse, or says something we cannot do. */
public final class ConfigurationException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the file and the option. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
