package org.truckee.node.assist;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.immutable.upload.HelperReport;

/** A helper may send any value: it is understood, or refused with the one error for that. */
class AnyReportTest {
  private static final List<String> NAMES =
      List.of(
          "timings",
          "sharemap",
          "ciphertext_fetched",
          "preexisting_shares",
          "pushed_shares",
          "uri_extension_hash",
          "uri_extension_data",
          "x");

  @Provide
  Arbitrary<Value> values() {
    return nested(2);
  }

  private static Arbitrary<Value> nested(int depth) {
    if (depth == 0) {
      return plain();
    }
    Arbitrary<Value> inner = nested(depth - 1);
    return Arbitraries.oneOf(
        plain(),
        Arbitraries.maps(plain(), inner).ofMaxSize(4).map(Value::dict),
        inner.list().ofMaxSize(4).map(items -> new Sequence(Sequence.Kind.LIST, items)),
        plain()
            .set()
            .ofMaxSize(4)
            .map(items -> new Sequence(Sequence.Kind.SET, List.copyOf(items))));
  }

  private static Arbitrary<Value> plain() {
    return Arbitraries.oneOf(
        Arbitraries.just(Value.None.NONE),
        Arbitraries.of(true, false).map(Value.Bool::of),
        Arbitraries.bigIntegers()
            .between(BigInteger.TWO.pow(80).negate(), BigInteger.TWO.pow(80))
            .map(Value.Int::new),
        Arbitraries.doubles().map(Value.Real::new),
        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY).map(Value.Real::new),
        Arbitraries.strings().ofMaxLength(10).map(Value::text),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Value::bytes),
        Arbitraries.just(Value.bytes(new byte[32])));
  }

  @Provide
  Arbitrary<Value> reports() {
    return Arbitraries.maps(Arbitraries.of(NAMES), values())
        .map(attributes -> new Value.Copyable(UploadReports.CLASS, attributes));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyValueIsUnderstoodOrRefused(@ForAll("values") Value value) {
    requireUnderstoodOrRefused(value);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anyAttributesAreUnderstoodOrRefused(@ForAll("reports") Value value) {
    requireUnderstoodOrRefused(value);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsNotNeededForTheCapNeverMatters(
      @ForAll("values") Value timings, @ForAll("values") Value shares, @ForAll("values") Value sent)
      throws GridException {
    Value value =
        new Value.Copyable(
            UploadReports.CLASS,
            Map.of(
                "uri_extension_hash", Value.bytes(new byte[32]),
                "uri_extension_data", Value.dict(Map.of()),
                "sharemap", shares,
                "pushed_shares", sent,
                "timings", timings));
    HelperReport report = UploadReports.fromValue(value);
    assertThat(report.preexisting()).isZero();
    assertThat(report.pushed().keySet()).allMatch(share -> share.value() < 256);
  }

  private static void requireUnderstoodOrRefused(Value value) {
    try {
      assertThat(UploadReports.fromValue(value).uriExtensionHash().bytes()).hasSize(32);
    } catch (GridException e) {
      assertThat(e.getMessage()).startsWith("the helper's answer cannot be used: it has ");
    }
  }
}
