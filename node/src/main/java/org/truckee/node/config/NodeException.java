package org.truckee.node.config;

import java.io.IOException;

/** A node cannot be made, started or stopped as asked. The message says why and what to do. */
public class NodeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for the operator of the node. */
  public NodeException(String message) {
    super(message);
  }

  /** With the exception that led to it. */
  public NodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
