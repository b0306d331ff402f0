package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.truckee.crypto.EncryptionKey;

/** What holds for every capability and for every string. */
class CapabilityPropertyTest {
  @Property(seed = "7040001", tries = 2000)
  void everyCapSurvivesItsText(@ForAll("caps") KnownCapability cap) {
    Capability parsed = Capability.parse(cap.text());

    assertThat(parsed).isEqualTo(cap).hasSameHashCodeAs(cap);
    assertThat(parsed.text()).isEqualTo(cap.text());
  }

  @Property(seed = "7040002", tries = 1000)
  void twoCapsAreEqualExactlyIfTheirTextsAre(
      @ForAll("caps") KnownCapability one, @ForAll("caps") KnownCapability other) {
    assertThat(one.equals(other)).isEqualTo(one.text().equals(other.text()));
  }

  @Property(seed = "7040003", tries = 1000)
  void diminishingNeverChangesWhereTheSharesAreAndNeverGrantsMore(
      @ForAll("caps") KnownCapability cap) {
    KnownCapability readOnly = cap.readOnly();

    assertThat(readOnly).isNotInstanceOf(WriteCap.class).isEqualTo(readOnly.readOnly());
    assertThat(readOnly.storageIndex()).isEqualTo(cap.storageIndex());
    assertThat(readOnly.verifier()).isEqualTo(cap.verifier());
    assertThat(cap instanceof DirectoryCap).isEqualTo(readOnly instanceof DirectoryCap);
    Optional<VerifyCap> verifier = cap.verifier();
    assertThat(verifier.flatMap(VerifyCap::storageIndex)).isEqualTo(cap.storageIndex());
    assertThat(verifier.flatMap(VerifyCap::verifier)).isEqualTo(verifier);
    assertThat(verifier.map(VerifyCap::readOnly)).isEqualTo(verifier);
  }

  @Property(seed = "7040004", tries = 1000)
  void prefixesKeepOutWhatTheyForbid(@ForAll("caps") KnownCapability cap) {
    boolean changes = cap instanceof WriteCap || cap.isMutable();

    assertThat(Capability.parse("ro." + cap.text()) instanceof KnownCapability)
        .isEqualTo(!(cap instanceof WriteCap));
    assertThat(Capability.parse("imm." + cap.text()) instanceof KnownCapability)
        .isEqualTo(!changes);
    assertThat(Capability.parse(cap.text(), true, "child") instanceof KnownCapability)
        .isEqualTo(!changes);
  }

  @Property(seed = "7040005", tries = 1000)
  void toStringRevealsNoPartOfTheText(@ForAll("caps") KnownCapability cap) {
    assertRevealsNothing(cap.toString(), cap.text());
    assertThat(cap.toString())
        .endsWith(
            cap.storageIndex().map(index -> "cap [" + index.abbreviated() + "]").orElse("cap"));
  }

  @Property(seed = "7040006", tries = 3000)
  void aDamagedTextIsKnownAndCanonicalOrUnknownAndKept(
      @ForAll("caps") KnownCapability cap,
      @ForAll int position,
      @ForAll char inserted,
      @ForAll @IntRange(min = 0, max = 3) int removed) {
    String text = cap.text();
    int at = Math.floorMod(position, text.length() + 1);
    int end = Math.min(text.length(), at + removed);
    String damaged = text.substring(0, at) + inserted + text.substring(end);

    switch (Capability.parse(damaged)) {
      case KnownCapability known -> assertThat(Capability.parse(known.text())).isEqualTo(known);
      case UnknownCapability unknown -> {
        assertThat(unknown.text()).isEqualTo(damaged);
        assertThat(unknown).hasToString("unknown cap");
        unknown.problem().ifPresent(problem -> assertRevealsNothing(problem.message(), damaged));
      }
    }
  }

  @Property(seed = "7040007", tries = 2000)
  void arbitraryTextIsKeptAsItIs(@ForAll String text) {
    Capability cap = Capability.parse(text);

    assertThat(cap).isEqualTo(new UnknownCapability(text, Optional.empty()));
    assertThat(cap.text()).isEqualTo(text);
  }

  @Property(seed = "7040008", tries = 2000)
  void arbitraryTextBehindAPrefixIsAnswered(
      @ForAll("prefixes") String prefix, @ForAll String text, @ForAll boolean deepImmutable) {
    Capability cap = Capability.parse(prefix + text, deepImmutable, "child");

    assertThat(Capability.parse(cap.text(), deepImmutable, "child")).isEqualTo(cap);
  }

  /** No six characters in a row of a secret part of {@code text} may be found in {@code shown}. */
  private static void assertRevealsNothing(String shown, String text) {
    for (String part : text.split(":")) {
      // Shorter parts are the kind and numbers; keys and hashes have at least 26 characters.
      for (int at = 0; part.length() >= 20 && at + 6 <= part.length(); at++) {
        assertThat(shown).doesNotContain(part.substring(at, at + 6));
      }
    }
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.of(
        Arrays.stream(FileKind.values())
            .flatMap(
                kind ->
                    Arrays.stream(new String[] {"", "ro.", "imm."})
                        .flatMap(
                            context ->
                                Arrays.stream(new Boolean[] {false, true})
                                    .map(
                                        directory ->
                                            context + "URI:" + kind.label(directory) + ":")))
            .toList());
  }

  @Provide
  Arbitrary<KnownCapability> caps() {
    Arbitrary<FileReadCap> reads =
        Arbitraries.oneOf(
            chk(), bytes(60).map(LiteralCap::new), mutable().map(MutableWriteCap::readOnly));
    Arbitrary<FileVerifyCap> verifies =
        Arbitraries.oneOf(
            chk().map(ChkReadCap::verifyCap), mutable().map(MutableWriteCap::verifyCap));
    return Arbitraries.oneOf(
        reads,
        verifies,
        mutable(),
        reads.map(DirectoryReadCap::new),
        verifies.map(DirectoryVerifyCap::new),
        mutable().map(DirectoryWriteCap::new));
  }

  private static Arbitrary<ChkReadCap> chk() {
    return Combinators.combine(
            exactly(EncryptionKey.LENGTH).map(EncryptionKey::new),
            exactly(UriExtensionHash.LENGTH).map(UriExtensionHash::new),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(0))
        .as(ChkReadCap::new);
  }

  private static Arbitrary<MutableWriteCap> mutable() {
    return Combinators.combine(
            Arbitraries.of(MutableFormat.class),
            exactly(WriteKey.LENGTH).map(WriteKey::new),
            exactly(Fingerprint.LENGTH).map(Fingerprint::new))
        .as(MutableWriteCap::new);
  }

  private static Arbitrary<byte[]> exactly(int length) {
    return Arbitraries.bytes().array(byte[].class).ofSize(length);
  }

  private static Arbitrary<byte[]> bytes(int max) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(max);
  }
}
