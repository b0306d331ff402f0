package org.truckee.node.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a new node is reached ({@code spec/09 §11.3}).
 *
 * @param ports {@code [node]tub.port}, one by one; none if it is not reached
 * @param locations {@code [node]tub.location}, one by one
 * @param sections further sections of {@code tahoe.cfg}
 * @param keys files with secrets, by their names in {@code private}
 */
public record NewPlace(
    List<String> ports,
    List<String> locations,
    Map<String, Map<String, String>> sections,
    Map<String, String> keys) {
  /** A node that nobody reaches. */
  public static final NewPlace NOWHERE = new NewPlace(List.of(), List.of(), Map.of(), Map.of());

  private static final String DISABLED = "disabled";

  /** Copies the collections; the order of sections and options is kept. */
  public NewPlace {
    ports = List.copyOf(ports);
    locations = List.copyOf(locations);
    sections = new LinkedHashMap<>(sections);
    keys = Map.copyOf(keys);
  }

  /** A place in the plain network. */
  public static NewPlace of(String port, String location) {
    return new NewPlace(List.of(port), List.of(location), Map.of(), Map.of());
  }

  /** Both places, the other one first. */
  public NewPlace and(NewPlace other) {
    List<String> bothPorts = new ArrayList<>(other.ports);
    bothPorts.addAll(ports);
    List<String> bothLocations = new ArrayList<>(other.locations);
    bothLocations.addAll(locations);
    Map<String, Map<String, String>> bothSections = new LinkedHashMap<>(other.sections);
    bothSections.putAll(sections);
    Map<String, String> bothKeys = new LinkedHashMap<>(other.keys);
    bothKeys.putAll(keys);
    return new NewPlace(bothPorts, bothLocations, bothSections, bothKeys);
  }

  /** {@code tub.port}. */
  public String port() {
    return ports.isEmpty() ? DISABLED : String.join(",", ports);
  }

  /** {@code tub.location}. */
  public String location() {
    return locations.isEmpty() ? DISABLED : String.join(",", locations);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "NewPlace[%s at %s]".formatted(port(), location());
  }
}
