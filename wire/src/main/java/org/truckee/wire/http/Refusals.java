package org.truckee.wire.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.truckee.storage.Allocation;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/**
 * Why a server refuses shares, in a header of its answer to a request for space, which others
 * ignore ({@code docs/protocol-extensions.md}). The answer itself is a closed map.
 */
final class Refusals {
  private static final String HEADER = "Truckee-Refused";

  /** The longest header: one with a reason for each share. */
  private static final int LONGEST = 4096;

  private Refusals() {}

  /** Says why, as far as there is anything to say. */
  static void announce(StorageExchange exchange, Map<ShareNumber, Refusal> refused) {
    String value = print(refused);
    if (!value.isEmpty() && value.length() <= LONGEST) {
      exchange.setHeader(HEADER, value);
    }
  }

  /** The value of the header: for each reason a word, an equals sign, and share numbers. */
  static String print(Map<ShareNumber, Refusal> refused) {
    Map<Refusal, SortedSet<ShareNumber>> byReason = new TreeMap<>();
    refused.forEach(
        (share, reason) -> byReason.computeIfAbsent(reason, _ -> new TreeSet<>()).add(share));
    byReason.remove(Refusal.UNKNOWN);
    return byReason.entrySet().stream()
        .map(
            entry ->
                entry.getValue().stream()
                    .map(ShareNumber::toString)
                    .collect(Collectors.joining(" ", word(entry.getKey()) + "=", "")))
        .collect(Collectors.joining(", "));
  }

  /**
   * The answer of a server, with the reasons that it gives.
   *
   * @param asked the shares that the caller asked for
   */
  static Allocation learn(HttpFields headers, Set<ShareNumber> asked, Allocation answer) {
    Map<ShareNumber, Refusal> reasons = parse(Optional.ofNullable(headers.get(HEADER)).orElse(""));
    return new Allocation(answer.alreadyHave(), answer.writers(), reasons)
        .refusingOthers(asked, Refusal.UNKNOWN);
  }

  /** What can be understood of the value. */
  static Map<ShareNumber, Refusal> parse(String value) {
    Map<ShareNumber, Refusal> reasons = new HashMap<>();
    if (value.isEmpty() || value.length() > LONGEST) {
      return reasons;
    }
    for (String part : value.split(",")) {
      List<String> words = List.of(part.strip().split("[= ]+"));
      Refusal reason = reason(words.getFirst());
      for (String number : new HashSet<>(words.subList(1, words.size()))) {
        share(number).ifPresent(share -> reasons.put(share, reason));
      }
    }
    return reasons;
  }

  private static Optional<ShareNumber> share(String number) {
    return number.matches("[0-9]{1,9}")
        ? Optional.of(new ShareNumber(Integer.parseInt(number)))
        : Optional.empty();
  }

  private static String word(Refusal reason) {
    return switch (reason) {
      case IN_PROGRESS -> "in-progress";
      case UNREADABLE -> "unreadable";
      case NO_ROOM -> "no-room";
      case READ_ONLY -> "read-only";
      case UNKNOWN -> "unknown";
    };
  }

  private static Refusal reason(String word) {
    return List.of(Refusal.values()).stream()
        .filter(reason -> word(reason).equals(word))
        .findFirst()
        .orElse(Refusal.UNKNOWN);
  }
}
