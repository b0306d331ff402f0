package org.truckee.wire.http;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/** What a request is about: the route table of {@code spec/05 §4}. */
sealed interface Target {
  /** Prefix of every path. */
  String PREFIX = "/storage/v1";

  /** {@code /version}. */
  record Version() implements Target {}

  /** {@code /lease/SI}. */
  record Lease(StorageIndex index) implements Target {}

  /** {@code /immutable/SI}. */
  record Bucket(StorageIndex index) implements Target {}

  /** {@code /immutable/SI/store}, one of our own ({@code docs/protocol-extensions.md}). */
  record Store(StorageIndex index) implements Target {}

  /** {@code /immutable/SI/N/abort}. */
  record Abort(StorageIndex index, ShareNumber share) implements Target {}

  /** {@code /KIND/SI/excerpts/MOST}, one of our own ({@code docs/protocol-extensions.md}). */
  record Excerpts(ShareKind kind, StorageIndex index, int most) implements Target {}

  /** {@code /mutable/SI/read-test-write}. */
  record Slot(StorageIndex index) implements Target {}

  /** {@code /KIND/SI/shares}. */
  record Shares(ShareKind kind, StorageIndex index) implements Target {}

  /** {@code /KIND/SI/N}. */
  record Share(ShareKind kind, StorageIndex index, ShareNumber share) implements Target {}

  /** {@code /KIND/SI/N/corrupt}. */
  record Corruption(ShareKind kind, StorageIndex index, ShareNumber share) implements Target {}

  /** The method that a path is for; {@code PATCH} too for an immutable share. */
  default Set<String> methods() {
    return switch (this) {
      case Version v -> Set.of("GET", "HEAD");
      case Shares s -> Set.of("GET", "HEAD");
      case Excerpts e -> Set.of("GET", "HEAD");
      case Share s when s.kind() == ShareKind.IMMUTABLE -> Set.of("GET", "HEAD", "PATCH");
      case Share s -> Set.of("GET", "HEAD");
      case Lease l -> Set.of("PUT");
      case Abort a -> Set.of("PUT");
      case Bucket b -> Set.of("POST");
      case Store s -> Set.of("POST");
      case Slot s -> Set.of("POST");
      case Corruption c -> Set.of("POST");
    };
  }

  /** The secrets that a request with {@code method} must carry. */
  default Set<SecretKind> secrets(String method) {
    return switch (this) {
      case Lease l -> EnumSet.of(SecretKind.LEASE_RENEW, SecretKind.LEASE_CANCEL);
      case Bucket b ->
          EnumSet.of(SecretKind.LEASE_RENEW, SecretKind.LEASE_CANCEL, SecretKind.UPLOAD);
      case Store s ->
          EnumSet.of(SecretKind.LEASE_RENEW, SecretKind.LEASE_CANCEL, SecretKind.UPLOAD);
      case Slot s ->
          EnumSet.of(SecretKind.LEASE_RENEW, SecretKind.LEASE_CANCEL, SecretKind.WRITE_ENABLER);
      case Abort a -> EnumSet.of(SecretKind.UPLOAD);
      case Share s when method.equals("PATCH") -> EnumSet.of(SecretKind.UPLOAD);
      case Share s -> EnumSet.noneOf(SecretKind.class);
      case Version v -> EnumSet.noneOf(SecretKind.class);
      case Shares s -> EnumSet.noneOf(SecretKind.class);
      case Excerpts e -> EnumSet.noneOf(SecretKind.class);
      case Corruption c -> EnumSet.noneOf(SecretKind.class);
    };
  }

  /** The path. */
  default String path() {
    return PREFIX
        + switch (this) {
          case Version v -> "/version";
          case Lease l -> "/lease/" + l.index();
          case Bucket b -> "/immutable/" + b.index();
          case Store s -> "/immutable/" + s.index() + "/store";
          case Abort a -> "/immutable/" + a.index() + "/" + a.share() + "/abort";
          case Excerpts e -> "/" + e.kind().word() + "/" + e.index() + "/excerpts/" + e.most();
          case Slot s -> "/mutable/" + s.index() + "/read-test-write";
          case Shares s -> "/" + s.kind().word() + "/" + s.index() + "/shares";
          case Share s -> "/" + s.kind().word() + "/" + s.index() + "/" + s.share();
          case Corruption c ->
              "/" + c.kind().word() + "/" + c.index() + "/" + c.share() + "/corrupt";
        };
  }

  /** The target of a decoded path; empty if there is none. */
  static Optional<Target> parse(String path) {
    if (!path.startsWith(PREFIX + "/") || path.length() > Form.LONGEST) {
      return Optional.empty();
    }
    String[] parts = path.substring(PREFIX.length() + 1).split("/", Form.MOST_PARTS);
    if (parts.length == 1) {
      return parts[0].equals("version") ? Optional.of(new Version()) : Optional.empty();
    }
    try {
      StorageIndex index = StorageIndex.parse(parts[1]);
      return switch (parts[0]) {
        case "lease" -> parts.length == 2 ? Optional.of(new Lease(index)) : Optional.empty();
        case "immutable" -> immutable(index, parts);
        case "mutable" -> mutable(index, parts);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      // No storage index looks like this, or the share number is absurd.
      return Optional.empty();
    }
  }

  private static Optional<Target> immutable(StorageIndex index, String[] parts) {
    if (parts.length == 2) {
      return Optional.of(new Bucket(index));
    }
    if (parts.length == 3 && parts[2].equals("store")) {
      return Optional.of(new Store(index));
    }
    return parts.length == 4 && parts[3].equals("abort")
        ? Optional.of(new Abort(index, Form.share(parts[2])))
        : any(ShareKind.IMMUTABLE, index, parts);
  }

  private static Optional<Target> mutable(StorageIndex index, String[] parts) {
    return parts.length == 3 && parts[2].equals("read-test-write")
        ? Optional.of(new Slot(index))
        : any(ShareKind.MUTABLE, index, parts);
  }

  private static Optional<Target> any(ShareKind kind, StorageIndex index, String[] parts) {
    if (parts.length == 3) {
      return Optional.of(
          parts[2].equals("shares")
              ? new Shares(kind, index)
              : new Share(kind, index, Form.share(parts[2])));
    }
    if (parts.length == 4 && parts[2].equals("excerpts")) {
      return Optional.of(new Excerpts(kind, index, Form.number(parts[3])));
    }
    return parts.length == 4 && parts[3].equals("corrupt")
        ? Optional.of(new Corruption(kind, index, Form.share(parts[2])))
        : Optional.empty();
  }

  /** How a path may look. */
  final class Form {
    /** Longer than any, so that nothing is taken apart in vain. */
    private static final int LONGEST = 100;

    /** One more than the longest path has, so that a longer one is not taken for it. */
    private static final int MOST_PARTS = 5;

    private Form() {}

    private static ShareNumber share(String digits) {
      return new ShareNumber(number(digits));
    }

    private static int number(String digits) {
      if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new IllegalArgumentException("a number consists of digits");
      }
      return Integer.parseInt(digits);
    }
  }
}
