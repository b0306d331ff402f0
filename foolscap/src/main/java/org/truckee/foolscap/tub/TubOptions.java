package org.truckee.foolscap.tub;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.connection.ConnectionOptions;

/** How a {@link Tub} behaves; the defaults are those of existing nodes ({@code spec/06 §14}). */
public final class TubOptions {
  private final ConnectionOptions connections;
  private final Duration negotiationLimit;
  private final int maxHalfOpen;
  private final ConnectionRoom room;
  private final ReconnectDelays delays;
  private final Map<String, HintHandler> handlers;
  private final SecureRandom random;

  private TubOptions(Builder builder) {
    this.connections =
        new ConnectionOptions(
            builder.keepalive,
            builder.disconnect,
            builder.stall,
            builder.callLimit,
            builder.untypedLimit,
            builder.acceptGifts,
            builder.copyables,
            builder.oldNames);
    this.negotiationLimit = builder.negotiationLimit;
    this.maxHalfOpen = builder.maxHalfOpen;
    this.room = builder.room;
    this.delays = builder.delays;
    this.handlers = Map.copyOf(builder.handlers);
    this.random = builder.random;
  }

  /** The defaults. */
  public static TubOptions defaults() {
    return builder().build();
  }

  /** To change some of the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  ConnectionOptions connections() {
    return connections;
  }

  Duration negotiationLimit() {
    return negotiationLimit;
  }

  int maxHalfOpen() {
    return maxHalfOpen;
  }

  ConnectionRoom room() {
    return room;
  }

  ReconnectDelays delays() {
    return delays;
  }

  Optional<HintHandler> handler(String type) {
    return Optional.ofNullable(handlers.get(type));
  }

  SecureRandom random() {
    return random;
  }

  /** Options in the making. */
  public static final class Builder {
    private Optional<Duration> keepalive = Optional.of(Duration.ofSeconds(240));
    private Optional<Duration> disconnect = Optional.empty();
    private Duration stall = Duration.ofMinutes(2);
    private Duration callLimit = Duration.ofMinutes(1);
    private long untypedLimit = 1 << 20;
    private boolean acceptGifts;
    private boolean oldNames;
    private final Set<String> copyables = new HashSet<>();
    private Duration negotiationLimit = Duration.ofSeconds(120);
    private int maxHalfOpen = 500;
    private ConnectionRoom room = ConnectionRoom.of(500);
    private ReconnectDelays delays = ReconnectDelays.DEFAULT;
    private final Map<String, HintHandler> handlers =
        new HashMap<>(Map.of("tcp", new TcpHandler()));
    private SecureRandom random = new SecureRandom();

    private Builder() {}

    /** After how much silence a peer is asked for a sign of life. */
    public Builder keepalive(Duration silence) {
      this.keepalive = Optional.of(silence);
      return this;
    }

    /** After how much silence a connection is given up; never if this is not called. */
    public Builder disconnect(Duration silence) {
      this.disconnect = Optional.of(silence);
      return this;
    }

    /** How long a peer may refuse to take what is sent to it; 2 minutes. */
    public Builder stall(Duration limit) {
      this.stall = limit;
      return this;
    }

    /** How long calls may take of the remote objects that our objects are given; 1 minute. */
    public Builder callLimit(Duration limit) {
      this.callLimit = limit;
      return this;
    }

    /**
     * How many bytes of memory the arguments of a call without schema, or its answer, may take; 1
     * MiB.
     */
    public Builder untypedLimit(long bytes) {
      this.untypedLimit = bytes;
      return this;
    }

    /** Accepts references to objects of third Tubs; existing nodes do not. */
    public Builder acceptGifts() {
      this.acceptGifts = true;
      return this;
    }

    /**
     * Tells failures in the names that Python 2 had for its exceptions, such as {@code
     * exceptions.KeyError}: nodes of its time know no others.
     */
    public Builder oldNames() {
      this.oldNames = true;
      return this;
    }

    /** Accepts objects of that class as values. */
    public Builder copyable(String className) {
      copyables.add(className);
      return this;
    }

    /** How long the making of a connection may take, on either side; 120 seconds. */
    public Builder negotiationLimit(Duration limit) {
      this.negotiationLimit = limit;
      return this;
    }

    /** How many inbound connections may be in negotiation at once; 500. */
    public Builder maxHalfOpen(int connections) {
      this.maxHalfOpen = connections;
      return this;
    }

    /** How many inbound connections there may be after their negotiation; 500. */
    public Builder room(ConnectionRoom connections) {
      this.room = connections;
      return this;
    }

    /** How long to wait between attempts to connect. */
    public Builder delays(ReconnectDelays between) {
      this.delays = between;
      return this;
    }

    /** How hints of a type are connected to, such as {@code tor}; replaces what there is. */
    public Builder handler(String type, HintHandler handler) {
      handlers.put(type, handler);
      return this;
    }

    /** Hints of that type are not used. */
    public Builder withoutHandler(String type) {
      handlers.remove(type);
      return this;
    }

    /** Where names and incarnations come from. */
    public Builder random(SecureRandom source) {
      this.random = source;
      return this;
    }

    /** The options. */
    public TubOptions build() {
      return new TubOptions(this);
    }
  }
}
