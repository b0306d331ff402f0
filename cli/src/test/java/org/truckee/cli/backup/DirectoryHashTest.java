package org.truckee.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code spec/11 §B6}. */
class DirectoryHashTest {
  @Test
  void ofAnEmptyDirectoryIsTheOneOfTheSpecification() {
    assertThat(DirectoryHash.of(Map.of()))
        .isEqualTo("5grsmybrmqd7jfna6gghvmacwclmrru6qndxhas44lwlkxfizb3q");
  }

  @Test
  void doesNotDependOnTheOrderInWhichChildrenWereFound() {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("a", "URI:LIT:aa");
    one.put("b", "URI:LIT:bb");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("b", "URI:LIT:bb");
    other.put("a", "URI:LIT:aa");
    assertThat(DirectoryHash.of(one)).isEqualTo(DirectoryHash.of(other));
  }

  /** U+FF00 comes before U+1F600 in UTF-8, and after it in UTF-16. */
  @Test
  void sortsNamesByTheirBytes() {
    assertThat(DirectoryHash.of(Map.of("\uff00", "URI:LIT:aa", "\ud83d\ude00", "URI:LIT:bb")))
        .isEqualTo(HASH_OF_HIGH_NAMES);
  }

  /** Computed with another implementation. */
  private static final String HASH_OF_HIGH_NAMES =
      "ou5osws7ck3tsi46sc3w7yltgr63d3h4z4vtoj75lr7dycblm47q";
}
