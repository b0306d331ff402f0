package org.truckee.wire.introducer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Furl;
import org.truckee.wire.Nurl;
import org.truckee.wire.gridmanager.SignedCertificate;

/**
 * A storage server as its announcement describes it ({@code spec/07 §2.1, §4.1}). Two that are
 * equal describe the same server at the same places.
 *
 * @param id its name: {@code v0-} and its public key, or any other text for a server that a person
 *     named
 * @param nickname what its operator calls it; may be empty
 * @param permutationSeed base32 text of the bytes that decide its place in the order of servers
 * @param furl its name in Foolscap, which also is its identity for leases and write enablers; that
 *     of the first offer if only plugins can use it
 * @param nurls where it speaks HTTPS; may be empty
 * @param anonymous whether everybody can use it who knows its FURL; otherwise only plugins can
 * @param offers how plugins can use it
 * @param certificates what grid managers say of it; absent if it takes no part in that
 */
public record AnnouncedServer(
    String id,
    String nickname,
    String permutationSeed,
    Furl furl,
    List<Nurl> nurls,
    boolean anonymous,
    List<PluginOffer> offers,
    Optional<List<SignedCertificate>> certificates) {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedServer.class);
  private static final String FURL = "anonymous-storage-FURL";
  private static final String NURLS = "anonymous-storage-NURLs";
  private static final String SEED = "permutation-seed-base32";
  private static final String NICKNAME = "nickname";
  private static final String OPTIONS = "storage-options";
  private static final String CERTIFICATES = "grid-manager-certificates";
  private static final int MAX_NURLS = 100;
  private static final int MAX_OFFERS = 100;
  private static final int MAX_CERTIFICATES = 100;
  private static final String KEY_PREFIX = "v0-";
  private static final int KEY_DIGITS = 52;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the name is empty, or the FURL names no Tub
   */
  public AnnouncedServer {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the name of a server must not be empty");
    }
    if (furl.tubId().isEmpty()) {
      throw new IllegalArgumentException(
          "not a FURL of a server: between pb:// and @ there are 32 characters of base32");
    }
    nurls = List.copyOf(nurls);
    offers = List.copyOf(offers);
    certificates = certificates.map(List::copyOf);
  }

  /** A server that everybody can use, without plugins and grid managers. */
  public AnnouncedServer(
      String id, String nickname, String permutationSeed, Furl furl, List<Nurl> nurls) {
    this(id, nickname, permutationSeed, furl, nurls, true, List.of(), Optional.empty());
  }

  /** What leases and write enablers are bound to. */
  public TubId tubId() {
    return furl.tubId().orElseThrow();
  }

  /** Also compares where the FURL says that the server is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AnnouncedServer that
        && id.equals(that.id)
        && nickname.equals(that.nickname)
        && permutationSeed.equals(that.permutationSeed)
        && furl.text().equals(that.furl.text())
        && nurls.equals(that.nurls)
        && anonymous == that.anonymous
        && offers.equals(that.offers)
        && certificates.equals(that.certificates);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, nickname, permutationSeed, furl, nurls);
  }

  /**
   * The server that an announcement describes. Fields that are not known are overlooked, and
   * numbers and truth values taken as text.
   *
   * @param fields values as JSON and YAML have them
   * @throws IllegalArgumentException if a field cannot be used; the message repeats no secret
   */
  public static AnnouncedServer of(String id, Map<?, ?> fields) {
    List<PluginOffer> offers = offers(fields.get(OPTIONS));
    boolean anonymous = fields.get(FURL) instanceof String;
    if (!anonymous && offers.isEmpty()) {
      throw new IllegalArgumentException("it has no '%s'".formatted(FURL));
    }
    Object nickname = fields.get(NICKNAME);
    return new AnnouncedServer(
        id,
        nickname == null ? "" : text(NICKNAME, nickname),
        seed(id, fields.get(SEED)),
        fields.get(FURL) instanceof String furl ? Furl.parse(furl) : offers.getFirst().furl(),
        anonymous ? nurls(fields.get(NURLS)) : List.of(),
        anonymous,
        offers,
        certificates(fields.get(CERTIFICATES)));
  }

  /** The announcement of this server, with its secrets, as JSON and YAML have it. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(NICKNAME, nickname);
    if (anonymous) {
      fields.put(FURL, furl.text());
      fields.put(NURLS, nurls.stream().map(Nurl::text).toList());
    }
    fields.put(SEED, permutationSeed);
    putOthers(fields);
    return fields;
  }

  /**
   * What it says of itself to introducers, with its secrets ({@code spec/07 §2.1}).
   *
   * @param version the name and version of its program
   */
  public Map<String, Object> announcement(String version) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", 0);
    fields.put(NICKNAME, nickname);
    fields.put("app-versions", List.of());
    fields.put("my-version", version);
    fields.put("oldest-supported", "1.0.0");
    fields.put(Announcement.SERVICE, Announcement.STORAGE);
    fields.put(SEED, permutationSeed);
    if (anonymous) {
      if (!nurls.isEmpty()) {
        fields.put(NURLS, nurls.stream().map(Nurl::text).toList());
      }
      fields.put(FURL, furl.text());
    }
    putOthers(fields);
    return fields;
  }

  private void putOthers(Map<String, Object> fields) {
    if (!offers.isEmpty()) {
      fields.put(OPTIONS, offers.stream().map(PluginOffer::fields).toList());
    }
    certificates.ifPresent(
        list -> fields.put(CERTIFICATES, list.stream().map(SignedCertificate::fields).toList()));
  }

  private static List<PluginOffer> offers(Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Collection<?> list) || list.size() > MAX_OFFERS) {
      throw new IllegalArgumentException(
          "'%s' is no list of at most %d entries".formatted(OPTIONS, MAX_OFFERS));
    }
    return list.stream().map(PluginOffer::of).toList();
  }

  private static Optional<List<SignedCertificate>> certificates(Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Collection<?> list) || list.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException(
          "'%s' is no list of at most %d entries".formatted(CERTIFICATES, MAX_CERTIFICATES));
    }
    List<SignedCertificate> certificates = new ArrayList<>();
    for (Object announced : list) {
      certificates.add(SignedCertificate.of(announced));
    }
    return Optional.of(certificates);
  }

  private static List<Nurl> nurls(Object value) {
    Collection<?> texts =
        switch (value) {
          case null -> List.of();
          case Collection<?> list -> list;
          case Map<?, ?> set -> set.keySet();
          default -> throw new IllegalArgumentException("'%s' is no list".formatted(NURLS));
        };
    if (texts.size() > MAX_NURLS) {
      throw new IllegalArgumentException("it has more than %d NURLs".formatted(MAX_NURLS));
    }
    List<Nurl> nurls = new ArrayList<>();
    for (Object text : texts) {
      nurl(text).ifPresent(nurls::add);
    }
    return nurls;
  }

  /** One that cannot be used is set aside: there may be others, or another protocol. */
  private static Optional<Nurl> nurl(Object text) {
    try {
      return Optional.of(Nurl.parse(text(NURLS, text)));
    } catch (IllegalArgumentException e) {
      LOG.info("one of the NURLs of a server is set aside: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static String seed(String id, Object given) {
    if (given != null) {
      String seed = text(SEED, given);
      Base32.decodeLenient(seed);
      return seed;
    }
    if (id.startsWith(KEY_PREFIX) && id.length() == KEY_PREFIX.length() + KEY_DIGITS) {
      try {
        return Base32.encode(Base32.decodeLenient(id.substring(KEY_PREFIX.length())));
      } catch (IllegalArgumentException e) {
        // Looks like a key and is none: treated as any other name.
      }
    }
    return Base32.encode(Hashes.sha256(id.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A plain value as text.
   *
   * @throws IllegalArgumentException if it is a list or the like: those can hold themselves
   */
  public static String text(String what, Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case null, default -> throw new IllegalArgumentException("%s is no text".formatted(what));
    };
  }
}
