package org.truckee.grid.directory;

import java.util.Optional;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;

/** Moves a link to another name, in one change ({@code spec/03 §6.4}). */
record RenameLink(String name, String newName, Overwrite overwrite)
    implements Edit<Optional<FilesystemNode>> {
  @Override
  public Optional<FilesystemNode> apply(TableDraft draft, Turn turn) throws GridException {
    Optional<Entry.Reading.Good> old = draft.find(name);
    if (old.isEmpty()) {
      return alreadyMoved(draft, turn);
    }
    Entry.Reading.Good link = old.get();
    SetLinks.set(
        draft, turn, new NewLink(newName, link.node(), Optional.of(link.metadata())), overwrite);
    draft.remove(name);
    return Optional.of(link.node());
  }

  /** It may have been moved by an attempt of which nobody knew whether it succeeded. */
  private Optional<FilesystemNode> alreadyMoved(TableDraft draft, Turn turn)
      throws NoSuchChildException {
    Optional<FilesystemNode> moved = draft.find(newName).map(Entry.Reading.Good::node);
    if (turn.first() || moved.isEmpty()) {
      throw new NoSuchChildException(ChildNames.normalize(name));
    }
    return moved;
  }
}
