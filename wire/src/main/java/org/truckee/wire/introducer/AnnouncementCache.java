package org.truckee.wire.introducer;

import java.util.List;

/** Keeps what an introducer said, for when it cannot be reached ({@code spec/07 §5}). */
public interface AnnouncementCache {
  /** What was kept last; entries that cannot be used are left out. */
  List<Announcement> load();

  /** Replaces all of it. */
  void store(List<Announcement> announcements);

  /** Keeps nothing. */
  static AnnouncementCache none() {
    return new AnnouncementCache() {
      @Override
      public List<Announcement> load() {
        return List.of();
      }

      @Override
      public void store(List<Announcement> announcements) {
        // Nothing is what it keeps.
      }
    };
  }
}
