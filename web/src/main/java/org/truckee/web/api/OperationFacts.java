package org.truckee.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.history.OperationStatus;
import org.truckee.web.pages.Fact;

/** What is known of an operation, as it is put together for its page. */
final class OperationFacts {
  private final List<Fact> facts = new ArrayList<>();

  /** What all operations have. */
  OperationFacts(OperationStatus status) {
    add("Started", Quantities.time(status.started()));
    add("Storage index", status.storageIndex().map(StorageIndex::toString).orElse("(None)"));
    add("Helper?", "No");
  }

  /** One more, unless it is empty. */
  OperationFacts add(String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(name, value));
    }
    return this;
  }

  /** One more, if it is known. */
  OperationFacts add(String name, Optional<String> value) {
    return add(name, value.orElse(""));
  }

  List<Fact> all() {
    return List.copyOf(facts);
  }
}
