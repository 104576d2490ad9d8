package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark of operations with hardly any state: that it does what it measures. How long that
 * takes says nothing here.
 */
class OperationsBenchITCase {
  @TempDir private Path folder;

  @Test
  void nothingIsLostOrDoubledWhenATaskManagerIsKilled() throws Exception {
    CommandRun run = bench("kills", "--kills", "1");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    JsonNode line = new ObjectMapper().readTree(run.out()).path(0);
    assertThat(line.path("met").asBoolean()).isTrue();
    assertThat(line.path("median").asDouble()).isEqualTo(1);
    assertThat(line.path("remark").asText()).contains("1 kills: 0 lost, 0 doubled, 0 wrong of ");
  }

  @Test
  @EnabledIfSystemProperty(named = OnCluster.DEEP, matches = "true")
  void bothSidesAreMeasured() throws Exception {
    CommandRun run = bench("recovery", "upgrade", "--rounds", "1");
    List<String> names = new ArrayList<>();
    for (JsonNode line : new ObjectMapper().readTree(run.out())) {
      names.add(line.path("name").asText());
      assertThat(line.path("median").asDouble()).as(line.toString()).isPositive();
    }
    assertThat(names)
        .as(run.err())
        .containsExactly(
            "alluvium", "stock", "alluvium / stock", "alluvium", "by hand", "alluvium / by hand");
  }

  private CommandRun bench(String... arguments) {
    List<String> all = new ArrayList<>(List.of("bench", "operations"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--state", "1", "--format", "json", "--folder", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
