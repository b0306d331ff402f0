package org.truckee.wire.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.tub.TubOptions;

/**
 * Which address family leads to the addresses of each type ({@code spec/07 §15.1}). An address of a
 * type without a family is not used.
 *
 * @param families the family of {@code tcp}, {@code tor} and {@code i2p} addresses
 */
public record Routes(Map<String, AddressFamily> families) {
  /** Addresses of the plain network. */
  public static final String TCP = "tcp";

  /** Addresses of onion services. */
  public static final String TOR = "tor";

  /** Addresses of I2P. */
  public static final String I2P = "i2p";

  /** Everything that there is on the plain network, directly; no more. */
  public static final Routes DIRECT = new Routes(Map.of(TCP, new TcpFamily()));

  private static final Set<String> TYPES = Set.of(TCP, TOR, I2P);

  /** Copies the map. */
  public Routes {
    families = Map.copyOf(families);
  }

  /** The family that leads to addresses of a type. */
  public Optional<AddressFamily> to(String type) {
    return Optional.ofNullable(families.get(type));
  }

  /**
   * These routes with some of them replaced ({@code spec/07 §6.2}).
   *
   * @param others the family of some types; empty if addresses of the type are not to be used
   */
  public Routes with(Map<String, Optional<AddressFamily>> others) {
    Map<String, AddressFamily> changed = new HashMap<>(families);
    others.forEach(
        (type, family) ->
            family.ifPresentOrElse(known -> changed.put(type, known), () -> changed.remove(type)));
    return new Routes(changed);
  }

  /** Has a Tub take these routes and no others. */
  public void apply(TubOptions.Builder options) {
    TYPES.forEach(options::withoutHandler);
    families.forEach((type, family) -> options.handler(type, new FamilyHandler(family)));
  }
}
