package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.state.KeyGroupRange;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  private static final KeyGroupRange RANGE = KeyGroupRange.of(8, 15);

  @Test
  void aNameTellsTheIdToItsGenerationOnly() {
    String path = "region=a%20b/" + FileNames.of("0a1b2c3d", 300, RANGE);

    assertThat(FileNames.id("0a1b2c3d", path)).hasValue(300);
    assertThat(FileNames.id("ffffffff", path)).isEmpty();
    assertThat(FileNames.id("0a1b2c3d", "part-300.parquet")).isEmpty();
  }

  @Test
  void aNameTellsWhoseKeysTheFileMayHold() {
    String path = FileNames.of("0a1b2c3d", 1, RANGE);

    assertThat(FileNames.mayHold(path, KeyGroupRange.of(15, 20))).isTrue();
    assertThat(FileNames.mayHold(path, KeyGroupRange.of(0, 7))).isFalse();
    assertThat(FileNames.mayHold("part-1.parquet", KeyGroupRange.of(0, 7))).isTrue();
  }

  @Test
  void aFileWrittenAgainHasAnotherNameAndTheSameIdentity() {
    String path = FileNames.of("0a1b2c3d", 1, RANGE);
    String again = FileNames.again("folder/" + path);

    assertThat(again).isNotEqualTo(path);
    assertThat(FileNames.identity(again)).isEqualTo(FileNames.identity(path));
    assertThat(FileNames.identity(FileNames.of("0a1b2c3d", 2, RANGE)))
        .isNotEqualTo(FileNames.identity(path));
  }
}
