package org.truckee.grid.directory;

import java.util.Optional;
import org.truckee.grid.GridException;
import org.truckee.grid.Metadata;
import org.truckee.grid.NoSuchChildException;

/** Replaces the metadata of a link ({@code spec/03 §6.3}). */
record SetMetadata(String name, Metadata metadata) implements Edit<Void> {
  @Override
  public Void apply(TableDraft draft, Turn turn) throws GridException {
    Entry.Reading.Good old =
        draft.find(name).orElseThrow(() -> new NoSuchChildException(ChildNames.normalize(name)));
    draft.putLimited(
        name,
        old.node(),
        LinkMetadata.update(Optional.of(old.metadata()), Optional.of(metadata), turn.now()));
    return null;
  }
}
