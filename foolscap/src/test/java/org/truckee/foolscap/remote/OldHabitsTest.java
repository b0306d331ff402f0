package org.truckee.foolscap.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.value.Value;

/** What nodes of 2007 do otherwise than those of today. */
final class OldHabitsTest {

  @RemoteName("RIHabits")
  private interface Habits {
    void mixed(int first, @ByName int zebra, @ByName int ant)
        throws FoolscapException, InterruptedException;
  }

  @RemoteName("RIWrong")
  private interface Wrong {
    void mixed(@ByName int first, int second) throws FoolscapException, InterruptedException;
  }

  @Test
  void someArgumentsAreSentByNameInTheOrderOfNames() throws Exception {
    RemoteMethod method = RemoteInterface.of(Habits.class).method("mixed").orElseThrow();
    List<Value> values = method.send(new Object[] {1, 2, 3});
    assertThat(method.positional(values)).containsExactly(Value.of(1));
    assertThat(method.keywords(values))
        .containsExactly(Map.entry("ant", Value.of(3)), Map.entry("zebra", Value.of(2)));
    assertThatThrownBy(() -> RemoteInterface.of(Wrong.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Wrong.mixed");
  }

  @Test
  void failuresHaveTheNamesOfPython2() {
    RemoteFailure old = RemoteFailure.keyError("x").withOldNames();
    assertThat(old.type()).isEqualTo("exceptions.KeyError");
    assertThat(old.parents())
        .containsExactly(
            "exceptions.KeyError",
            "exceptions.LookupError",
            "exceptions.StandardError",
            "exceptions.Exception");
    assertThat(RemoteFailure.violation("x").withOldNames().parents())
        .containsExactly("foolscap.tokens.Violation", "exceptions.Exception");
  }
}
