package org.truckee.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of rooms in {@code docs/architecture.md}: which package may know which. */
final class RoomsTest {

  private static final String ROOT = "org.truckee.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(RoomsTest::isNotATest)
          .importPackages("org.truckee..");

  /** Each room with what it may use of the others. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("crypto", List.of()),
              Map.entry("erasure", List.of()),
              Map.entry("capability", List.of("crypto")),
              Map.entry("memory", List.of()),
              Map.entry("http", List.of("memory")),
              Map.entry("foolscap", List.of("crypto")),
              Map.entry("storage", List.of("crypto")),
              Map.entry("wire", List.of("crypto", "memory", "http", "foolscap", "storage")),
              Map.entry("firstgen", List.of("crypto", "erasure", "http", "foolscap")),
              Map.entry("grid", List.of("crypto", "erasure", "capability", "memory", "storage")),
              Map.entry(
                  "web", List.of("crypto", "capability", "memory", "http", "storage", "grid")),
              Map.entry("sftp", List.of("crypto", "capability", "memory", "grid")),
              Map.entry(
                  "node",
                  List.of(
                      "crypto",
                      "erasure",
                      "capability",
                      "memory",
                      "http",
                      "foolscap",
                      "storage",
                      "wire",
                      "grid",
                      "web",
                      "sftp")),
              Map.entry("wormhole", List.of("crypto")),
              Map.entry(
                  "cli",
                  List.of(
                      "crypto", "capability", "storage", "grid", "node", "firstgen", "wormhole"))));

  /** Libraries that stay in the rooms whose business they are. */
  private static final Map<String, List<String>> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "org.bouncycastle..", List.of("crypto"),
              "org.eclipse.jetty..", List.of("http", "wire", "web"),
              "org.apache.sshd..", List.of("sftp"),
              "com.fasterxml.jackson.dataformat.cbor..", List.of("wire"),
              "org.snakeyaml..", List.of("node"),
              "org.sqlite..", List.of("cli"),
              "picocli..", List.of("cli", "bench")));

  private static boolean isNotATest(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  @Test
  void everyPackageIsOfARoom() {
    assertThat(CLASSES.stream().map(RoomsTest::room).distinct())
        .isSubsetOf(Stream.concat(ROOMS.keySet().stream(), Stream.of("bench")).toList())
        .containsAll(ROOMS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> aRoomKnowsOnlyTheRoomsAboveIt() {
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(),
                    () ->
                        noClasses()
                            .that(areOf(room.getKey()))
                            .should()
                            .dependOnClassesThat(
                                resideInAPackage("org.truckee..")
                                    .and(not(areOf(room.getKey())))
                                    .and(not(areOf(room.getValue()))))
                            .check(CLASSES)));
  }

  @TestFactory
  Stream<DynamicTest> aLibraryIsUsedOnlyWhereItIsTheBusinessOfTheRoom() {
    return LIBRARIES.entrySet().stream()
        .map(
            library ->
                DynamicTest.dynamicTest(
                    library.getKey(),
                    () ->
                        noClasses()
                            .that(not(areOf(library.getValue())))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(library.getKey())
                            .check(CLASSES)));
  }

  @Test
  void aGridAndItsDoorsKnowServersOnlyByTheirContract() {
    noClasses()
        .that(areOf("grid", "web", "sftp"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.truckee.storage.disk..", "org.truckee.wire..")
        .check(CLASSES);
  }

  @Test
  void theContractOfStorageServersDoesNotKnowTheDisk() {
    noClasses()
        .that()
        .resideInAPackage("org.truckee.storage")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.truckee.storage.disk..")
        .check(CLASSES);
  }

  /** Packages are rooms too. */
  @Test
  void packagesDoNotDependOnOneAnotherInCircles() {
    slices().matching("org.truckee.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theDoorOfTheGridKnowsNoneOfTheRoomsBehindIt() {
    noClasses()
        .that()
        .resideInAPackage("org.truckee.grid")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.truckee.grid.*..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsAPlaceForAnything() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..")
        .check(CLASSES);
  }

  /** Whoever reads a name in a room knows which class is meant. */
  @TestFactory
  Stream<DynamicTest> aNameInARoomIsNoneOfTheRoomsThatItUses() {
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(),
                    () -> {
                      List<String> own = names(room.getKey(), false);
                      assertThat(own).doesNotHaveDuplicates();
                      for (String used : room.getValue()) {
                        assertThat(own).as(used).doesNotContainAnyElementsOf(names(used, true));
                      }
                    }));
  }

  private static List<String> names(String room, boolean onlyPublic) {
    return CLASSES.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .filter(type -> room(type).equals(room))
        .filter(type -> !onlyPublic || type.getModifiers().contains(JavaModifier.PUBLIC))
        .map(JavaClass::getSimpleName)
        .toList();
  }

  private static DescribedPredicate<JavaClass> areOf(String... rooms) {
    return areOf(Arrays.asList(rooms));
  }

  private static DescribedPredicate<JavaClass> areOf(List<String> rooms) {
    return resideInAnyPackage(
        rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new));
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", "");
  }
}
