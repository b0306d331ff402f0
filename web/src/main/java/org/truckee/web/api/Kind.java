package org.truckee.web.api;

import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;

/**
 * A kind of thing that a path can lead to: the first column of the route table ({@code spec/08 §3,
 * §4}). Two kinds are the same only if they are one object.
 *
 * @param <T> what its operations are given
 */
final class Kind<T> {
  /** {@code /}. */
  static final Kind<Site> WELCOME = page("the welcome page");

  /** {@code /status}. */
  static final Kind<Site> STATUS = page("the list of operations");

  /** {@code /status/up-N}. */
  static final Kind<UploadStatus> UPLOAD = new Kind<>("an upload");

  /** {@code /status/down-N}. */
  static final Kind<DownloadStatus> DOWNLOAD = new Kind<>("a download");

  /** {@code /status/down-N/event_json}. */
  static final Kind<DownloadStatus> DOWNLOAD_EVENTS = new Kind<>("the events of a download");

  /** {@code /status/check-N}, which others do not have. */
  static final Kind<CheckStatus> CHECK = page("a check");

  /** {@code /status/mapupdate-N}. */
  static final Kind<MapUpdateStatus> MAP_UPDATE = page("a servermap update");

  /** {@code /status/publish-N}. */
  static final Kind<PublishStatus> PUBLISH = page("a publish");

  /** {@code /status/retrieve-N}. */
  static final Kind<RetrieveStatus> RETRIEVE = page("a retrieve");

  /** {@code /report_incident}. */
  static final Kind<Site> INCIDENT = new Kind<>("/report_incident");

  /** The files that pages need, and those of {@code web.static}. */
  static final Kind<StaticFile> STATIC = new Kind<>("a file of this site");

  /** Addresses that only others begin with, such as {@code /operations}. */
  static final Kind<Site> FOLDER = new Kind<>("a folder");

  /** {@code /private} for somebody who does not know the token. */
  static final Kind<Site> UNAUTHORIZED = new Kind<>("/private");

  /** {@code /private/logs/v1}. */
  static final Kind<Site> LOGS = new Kind<>("the log");

  /** {@code /recovery-sheet}: the secrets of this node on paper. */
  static final Kind<Site> SHEET = new Kind<>("the recovery sheet");

  /** {@code *}: the server itself. */
  static final Kind<Site> SERVER = new Kind<>("the server");

  /** {@code /storage}: the storage server of the node. */
  static final Kind<Site> STORAGE = page("the storage status");

  /** {@code /metrics}: figures for a program that watches the node. */
  static final Kind<Site> METRICS = new Kind<>("the metrics");

  /** {@code /statistics}. */
  static final Kind<Site> STATISTICS = page("the statistics");

  /** {@code /helper_status}. */
  static final Kind<Site> HELPER = page("the upload helper");

  /** {@code /uri}: what is not linked anywhere. */
  static final Kind<Site> UNLINKED = new Kind<>("/uri");

  /** {@code /uri/}: a base address that ends in a slash. */
  static final Kind<Site> EMPTY_CAP = new Kind<>("/uri/");

  /** An immutable file, by its read cap. */
  static final Kind<Reached<ImmutableFileNode>> FILE = new Kind<>("file");

  /** A mutable file, by its write or read cap. */
  static final Kind<Reached<MutableFileNode>> MUTABLE_FILE = new Kind<>("file");

  /** A directory. */
  static final Kind<Reached<Directory>> DIRECTORY = new Kind<>("directory");

  /** What the operator of the node has prohibited; it passes for a file. */
  static final Kind<Reached<ProhibitedNode>> PROHIBITED = new Kind<>("file");

  /** A name in a directory that nothing has yet, and that the request may give. */
  static final Kind<Vacancy> VACANCY = new Kind<>("free name");

  /** What cannot be read: a verify cap, or no known capability. */
  static final Kind<Reached<FilesystemNode>> OPAQUE = new Kind<>("unknown URI type");

  /** {@code /operations/HANDLE}: a deep operation, if there is one with that handle. */
  static final Kind<ShowOperation.Handle> OPERATION = new Kind<>("operation");

  private final String noun;
  private final boolean page;

  private Kind(String noun) {
    this(noun, false);
  }

  private Kind(String noun, boolean page) {
    this.noun = noun;
    this.page = page;
  }

  /** A page that {@code t} selects the format of ({@code spec/08 §17.2}). */
  private static <T> Kind<T> page(String noun) {
    return new Kind<>(noun, true);
  }

  /** Whether {@code t} is the format that is wanted: {@code html} if it is absent. */
  boolean isPage() {
    return page;
  }

  /** What messages call it. */
  String noun() {
    return noun;
  }

  /** A place of this site that is no node. */
  enum Site {
    HERE
  }
}
