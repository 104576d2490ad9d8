package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on the simulated portfolio, as a newcomer runs it. */
class DemoITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String BUILDING_DAYS = "SELECT COUNT(*) AS n FROM gold.building_daily";

  @TempDir Path folder;

  @Test
  void accountsForEveryRowThroughStopsAndKills() throws Exception {
    Path home = folder.resolve("home");
    AlluviumProcess stopped = demoOfAllStores(home, "--rate", "1000");
    await().atMost(PATIENCE).until(() -> readingsInKpis(stopped) > 0 || !stopped.isAlive());
    stopped.terminate();
    stopped.await(PATIENCE);
    assertThat(stopped.out())
        .as(stopped.err())
        .contains(
            "Flink ",
            "PostgreSQL ",
            "Kafka ",
            "Redis ",
            "Snowflake ",
            "Cosmos DB ",
            "./alluvium query --home " + home)
        .contains("Stopping. The same command goes on from here.");

    AlluviumProcess killed = demoOfAllStores(home, "--once");
    // While the readings that are left stream in.
    await().atMost(PATIENCE).until(() -> killed.out().contains("  sent ") || !killed.isAlive());
    killed.kill();
    assertThat(killed.out()).as(killed.err()).contains("jobs go on from their last checkpoint.");

    AlluviumProcess completed = demoOfAllStores(home, "--once");
    assertThat(completed.await(PATIENCE)).as(completed.out() + completed.err()).isZero();
    assertThat(completed.out())
        .contains("Every row is accounted for.", "snowflake BUILDING_DAILY", "cosmos usage_monthly")
        .doesNotContain("NOT ACCOUNTED FOR");
    assertThat(completed.err()).isEmpty();
    long buildingDays = count(home);
    assertThat(buildingDays).isPositive();

    AlluviumProcess again = AlluviumProcess.demo(folder, home, "--once");
    assertThat(again.await(PATIENCE)).as(again.out() + again.err()).isZero();
    assertThat(count(home)).isEqualTo(buildingDays);

    AlluviumProcess otherInput =
        AlluviumProcess.demo(folder, home, "--data", recordedPortfolio(folder).toString());
    assertThat(otherInput.await(PATIENCE)).isEqualTo(2);
    assertThat(otherInput.err())
        .contains("was filled from", "Give the same --data as then, or another --home.");
  }

  private AlluviumProcess demoOfAllStores(Path home, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--snowflake", "--snowflake-port", "0", "--cosmos", "--cosmos-port", "0"));
    arguments.addAll(List.of(more));
    return AlluviumProcess.demo(folder, home, arguments.toArray(String[]::new));
  }

  /** The smallest that is one. */
  private static Path recordedPortfolio(Path folder) throws IOException {
    return TinyPortfolio.write(folder.resolve("portfolio"));
  }

  private static long readingsInKpis(AlluviumProcess demo) throws IOException {
    String out = demo.out();
    int at = out.lastIndexOf("in KPIs ");
    if (at < 0) {
      return 0;
    }
    String number = out.substring(at + "in KPIs ".length()).split(" ", 2)[0];
    return Long.parseLong(number.replace(",", ""));
  }

  private long count(Path home) throws Exception {
    AlluviumProcess query =
        AlluviumProcess.start(
            folder, "query", "--home", home.toString(), "--format", "json", BUILDING_DAYS);
    assertThat(query.await(PATIENCE)).as(query.err()).isZero();
    try (JsonParser json = new JsonFactory().createParser(query.out())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      assertThat(json.nextFieldName()).isEqualTo("n");
      long count = json.nextLongValue(-1);
      assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(json.nextToken()).isEqualTo(JsonToken.END_ARRAY);
      return count;
    }
  }
}
