package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeJobITCase {
  @TempDir Path lake;

  @Test
  void groupsAreRewrittenInParallelAndCommittedAtOnce() throws Exception {
    MaintainedTable table = MaintainedTable.create(lake.resolve("orders"));
    for (int i = 0; i < 12; i++) {
      table.append("region " + i % 4, 10 * i, 10 * i + 1, 10 * i + 2);
    }
    table.append("gone", 1000);
    table.delete(id -> id % 10 == 1 || id == 1000);
    Map<Long, String> before = table.content();
    long version = table.latest().version();

    OptimizeResult result = job().run(table.path(), OptimizeOptions.defaults());

    assertThat(table.content()).isEqualTo(before).hasSize(24);
    assertThat(table.contentByDuckDb()).isEqualTo(before);
    assertThat(result.commits()).isEqualTo(1);
    assertThat(result.version()).isEqualTo(version + 1);
    assertThat(result.filesRemoved()).isEqualTo(13);
    assertThat(result.filesAdded()).isEqualTo(4);
    assertThat(table.latest().files()).hasSize(4);

    OptimizeResult again = job().run(table.path(), OptimizeOptions.defaults());

    assertThat(again.commits()).isZero();
    assertThat(table.latest().version()).isEqualTo(version + 1);
  }

  @Test
  void aTableThatIsNotThereIsSaidInOneLine() {
    String missing = lake.resolve("missing").toString();

    assertThatThrownBy(() -> job().run(missing, OptimizeOptions.defaults()))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining(missing);
  }

  private static OptimizeJob job() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, new Configuration());
    return new OptimizeJob(environment);
  }
}
