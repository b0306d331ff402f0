package org.truckee.wire.http;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** {@code /immutable/SI/N/abort}. */
  record Abort(StorageIndex index, ShareNumber share) implements Target {}

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
      case Share s when s.kind() == ShareKind.IMMUTABLE -> Set.of("GET", "HEAD", "PATCH");
      case Share s -> Set.of("GET", "HEAD");
      case Lease l -> Set.of("PUT");
      case Abort a -> Set.of("PUT");
      case Bucket b -> Set.of("POST");
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
      case Slot s ->
          EnumSet.of(SecretKind.LEASE_RENEW, SecretKind.LEASE_CANCEL, SecretKind.WRITE_ENABLER);
      case Abort a -> EnumSet.of(SecretKind.UPLOAD);
      case Share s when method.equals("PATCH") -> EnumSet.of(SecretKind.UPLOAD);
      case Share s -> EnumSet.noneOf(SecretKind.class);
      case Version v -> EnumSet.noneOf(SecretKind.class);
      case Shares s -> EnumSet.noneOf(SecretKind.class);
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
          case Abort a -> "/immutable/" + a.index() + "/" + a.share() + "/abort";
          case Slot s -> "/mutable/" + s.index() + "/read-test-write";
          case Shares s -> "/" + s.kind().word() + "/" + s.index() + "/shares";
          case Share s -> "/" + s.kind().word() + "/" + s.index() + "/" + s.share();
          case Corruption c ->
              "/" + c.kind().word() + "/" + c.index() + "/" + c.share() + "/corrupt";
        };
  }

  /** The target of a decoded path; empty if there is none. */
  static Optional<Target> parse(String path) {
    if (path.equals(PREFIX + "/version")) {
      return Optional.of(new Version());
    }
    Matcher parts = Form.PATH.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return parse(parts);
    } catch (IllegalArgumentException e) {
      // No storage index ends like this, or the share number is absurd.
      return Optional.empty();
    }
  }

  private static Optional<Target> parse(Matcher parts) {
    StorageIndex index = StorageIndex.parse(parts.group(2));
    String area = parts.group(1);
    String rest = parts.group(3) == null ? "" : parts.group(3);
    if (area.equals("lease")) {
      return rest.isEmpty() ? Optional.of(new Lease(index)) : Optional.empty();
    }
    ShareKind kind = area.equals("immutable") ? ShareKind.IMMUTABLE : ShareKind.MUTABLE;
    boolean immutable = kind == ShareKind.IMMUTABLE;
    if (parts.group(4) != null) {
      ShareNumber share = new ShareNumber(Integer.parseInt(parts.group(4)));
      return switch (parts.group(5) == null ? "" : parts.group(5)) {
        case "" -> Optional.of(new Share(kind, index, share));
        case "/corrupt" -> Optional.of(new Corruption(kind, index, share));
        case "/abort" -> immutable ? Optional.of(new Abort(index, share)) : Optional.empty();
        default -> Optional.empty();
      };
    }
    return switch (rest) {
      case "" -> immutable ? Optional.of(new Bucket(index)) : Optional.empty();
      case "/shares" -> Optional.of(new Shares(kind, index));
      case "/read-test-write" -> immutable ? Optional.empty() : Optional.of(new Slot(index));
      default -> Optional.empty();
    };
  }

  /** The form of a path: 1 area, 2 storage index, 3 rest, 4 share number, 5 rest after it. */
  final class Form {
    private static final Pattern PATH =
        Pattern.compile(
            PREFIX
                + "/(immutable|mutable|lease)/([a-z2-7]{26})"
                + "(/(?:([0-9]{1,20})(/abort|/corrupt)?|shares|read-test-write))?");

    private Form() {}
  }
}
