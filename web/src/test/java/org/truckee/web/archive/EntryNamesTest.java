package org.truckee.web.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EntryNamesTest {
  @Test
  void namesStayWhatTheyAreUnlessTheyLeadElsewhere() {
    assertThat(EntryNames.safe("Grüße: 漢字 🎈.txt")).isEqualTo("Grüße: 漢字 🎈.txt");
    assertThat(EntryNames.safe("../../etc/passwd")).isEqualTo(".._.._etc_passwd");
    assertThat(EntryNames.safe("..")).isEqualTo("__");
    assertThat(EntryNames.safe(".")).isEqualTo("_");
    assertThat(EntryNames.safe("")).isEqualTo("_");
    assertThat(EntryNames.safe("C:\\a\nb\0")).isEqualTo("C:_a_b_");
    assertThat(EntryNames.safe("...")).isEqualTo("...");
  }

  @Test
  void noTwoChildrenHaveOneName() {
    EntryNames names = new EntryNames();
    assertThat(names.unused("a/b")).isEqualTo("a_b");
    assertThat(names.unused("a_b")).isEqualTo("a_b (2)");
    assertThat(names.unused("a\\b")).isEqualTo("a_b (3)");
  }

  /** Somebody may give a directory many names that differ only in what no file system takes. */
  @Test
  @Timeout(30)
  void manyNamesThatBecomeOneTakeNoLongerThanOthers() {
    EntryNames names = new EntryNames();
    String last = "";
    for (int i = 0; i < 200_000; i++) {
      last = names.unused("a/b");
    }
    assertThat(last).isEqualTo("a_b (200000)");
  }

  @Property(tries = 500, seed = "42")
  void whateverItIsCalledItIsUnpackedInTheFolder(@ForAll Set<String> names) {
    EntryNames safe = new EntryNames();
    Path folder = Path.of("/folder");
    Set<Path> unpacked =
        names.stream().map(safe::unused).map(folder::resolve).collect(Collectors.toSet());
    assertThat(unpacked).hasSize(names.size());
    assertThat(unpacked)
        .allSatisfy(
            path -> assertThat(path.normalize().getParent()).as("%s", path).isEqualTo(folder));
  }
}
