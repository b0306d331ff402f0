package org.truckee.grid.directory;

import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;

/** Sets links, all or none ({@code spec/03 §6.3}). */
record SetLinks(List<NewLink> links, Overwrite overwrite) implements Edit<Void> {
  @Override
  public Void apply(TableDraft draft, Turn turn) throws GridException {
    for (NewLink link : links) {
      set(draft, turn, link, overwrite);
    }
    return null;
  }

  static void set(TableDraft draft, Turn turn, NewLink link, Overwrite overwrite)
      throws GridException {
    draft.check(link.name(), link.child());
    Optional<Entry.Reading.Good> old = draft.find(link.name());
    Optional<FilesystemNode> there = old.map(Entry.Reading.Good::node);
    if (turn.first() || !isSame(there, link.child())) {
      checkReplaceable(draft, link.name(), there, overwrite);
    }
    Metadata metadata =
        LinkMetadata.update(old.map(Entry.Reading.Good::metadata), link.metadata(), turn.now());
    draft.putLimited(link.name(), link.child(), metadata);
  }

  /** An attempt of which nobody knew whether it succeeded may have set the very link. */
  private static boolean isSame(Optional<FilesystemNode> there, FilesystemNode child) {
    Optional<Capability> cap = there.flatMap(FilesystemNode::bestCap);
    return cap.isPresent() && cap.equals(child.bestCap());
  }

  /** An entry that cannot be understood is in the way of those who replace nothing. */
  private static void checkReplaceable(
      TableDraft draft, String name, Optional<FilesystemNode> old, Overwrite overwrite)
      throws ExistingChildException {
    switch (overwrite) {
      case ALWAYS -> {}
      case ONLY_FILES -> {
        if (old.orElse(null) instanceof Directory) {
          throw new ExistingChildException(ChildNames.normalize(name), true);
        }
      }
      case NEVER -> {
        if (draft.hasEntry(name)) {
          throw new ExistingChildException(ChildNames.normalize(name), false);
        }
      }
    }
  }
}
