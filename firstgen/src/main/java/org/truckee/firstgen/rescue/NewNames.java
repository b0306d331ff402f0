package org.truckee.firstgen.rescue;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.truckee.firstgen.drive.ChildName;

/**
 * The names that children have in a directory of today, where they are text in its usual form, and
 * where a name with a slash, or none, could not be reached.
 */
final class NewNames {
  private final String path;
  private final List<RescueReport.Renamed> renamed;
  private final Set<String> taken = new HashSet<>();

  NewNames(String path, List<RescueReport.Renamed> renamed) {
    this.path = path;
    this.renamed = renamed;
  }

  /** The name of the next child, which no other one of the directory has. */
  String of(ChildName old) {
    String usual = Normalizer.normalize(old.text(), Normalizer.Form.NFC);
    String wanted = usual.isEmpty() ? "_" : usual.replace('/', '_');
    String name = wanted;
    for (int number = 2; !taken.add(name); number++) {
      name = "%s (%d)".formatted(wanted, number);
    }
    if (!name.equals(usual) || !old.isText()) {
      renamed.add(new RescueReport.Renamed(path + "/" + old, name));
    }
    return name;
  }
}
