package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeBatchTest {
  private static final RowKey ROW = new RowKey("t:x", "");

  private final ChangeBatch guarded = new ChangeBatch(WriteGuard.NEWER);
  private final ChangeBatch plain = new ChangeBatch(WriteGuard.NONE);

  @Test
  void theNewerVersionStaysWhateverTheOrder() {
    assertThat(guarded.put(ROW, versioned(10))).isTrue();
    assertThat(guarded.put(ROW, versioned(7))).isFalse();
    assertThat(guarded.changes().get(ROW).version()).isEqualTo(10);
    assertThat(guarded.put(ROW, versioned(11))).isTrue();
    assertThat(guarded.changes().get(ROW).version()).isEqualTo(11);
  }

  @Test
  void ofTheSameVersionTheLastStays() {
    RowChange last = new RowChange(true, 10, 2, 0, 50, 60, 60);
    guarded.put(ROW, versioned(10));
    assertThat(guarded.put(ROW, last)).isTrue();
    assertThat(guarded.changes().get(ROW)).isEqualTo(last);
  }

  /** What the version is behind the one without only the store knows. */
  @Test
  void aChangeWithoutAVersionIsNotMixedWithOneThatHasOne() {
    guarded.put(ROW, versioned(10));
    assertThat(guarded.takes(ROW, unversioned())).isFalse();
    assertThatThrownBy(() -> guarded.put(ROW, unversioned()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(guarded.takes(new RowKey("t:y", ""), unversioned())).isTrue();
    guarded.clear();
    assertThat(guarded.put(ROW, unversioned())).isTrue();
    assertThat(guarded.takes(ROW, unversioned())).isTrue();
    assertThat(guarded.takes(ROW, versioned(10))).isFalse();
  }

  @Test
  void withoutAGuardTheLastStays() {
    plain.put(ROW, versioned(10));
    assertThat(plain.put(ROW, versioned(7))).isTrue();
    assertThat(plain.put(ROW, unversioned())).isTrue();
    assertThat(plain.changes().get(ROW)).isEqualTo(unversioned());
  }

  @Test
  void theNewestVersionIsNotOfARowThatWasRefused() {
    RowKey other = new RowKey("t:y", "");
    guarded.put(ROW, versioned(10));
    guarded.put(other, versioned(7));
    guarded.put(new RowKey("t:z", ""), unversioned());
    assertThat(guarded.newest(Set.of())).hasValue(10);
    assertThat(guarded.newest(Set.of(ROW))).hasValue(7);
    assertThat(guarded.newest(Set.of(ROW, other))).isEmpty();
  }

  private static RowChange versioned(long version) {
    return new RowChange(true, version, 2, 0, 0, 10, 10);
  }

  private static RowChange unversioned() {
    return new RowChange(false, 0, 2, 0, 20, 30, 30);
  }
}
