package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.cli.DocumentedShell.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through docs/operations.md as it is printed: the demo's jobs on a session cluster, a model
 * that is changed, broken and taken back.
 */
@Timeout(1800)
class OperationsTutorialITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ANY_PORT =
      " --web-port 0 --postgres-port 0 --kafka-port 0 --redis-port 0";

  @TempDir Path folder;
  private DocumentedShell shell;

  @BeforeEach
  void checkOut() throws Exception {
    shell = new DocumentedShell(folder.resolve("checkout"));
  }

  @AfterEach
  void stopTheCluster() throws Exception {
    shell.run("./alluvium cluster stop || true", PATIENCE);
  }

  @Test
  void aModelIsChangedBrokenAndTakenBack() throws Exception {
    DocumentedSection section =
        DocumentedSection.of("docs/operations.md", "A walk through")
            .where("cluster start", "cluster start --web-port 0 --gateway-port 0")
            .where("demo --cluster", "demo --cluster" + ANY_PORT);
    try (Running demo = shell.start(section.shellBlocks().get(0))) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(demo.isAlive()).as(demo.told()).isTrue();
                return demo.printed().contains("All input has reached the KPIs.");
              });
      CommandRun watched = run(section, 1, 0);
      assertThat(watched.out())
          .contains("cdc ", "devices ", "models ", "serving ")
          .contains("days", "1 row in set")
          .doesNotContain("[ERROR]");
      assertThat(demo.stop(PATIENCE).out()).contains("Stopping.");
    }
    DocumentedSection onCluster = section.where("127.0.0.1:8081", address());
    List<String> printed = onCluster.blocks("text");

    run(onCluster, 2, 0);
    String sums = areas();
    requirePrinted(run(onCluster, 3, 1), printed.get(0));
    requirePrinted(run(onCluster, 4, 0), printed.get(1));
    String averages = areas();
    requirePrinted(run(onCluster, 5, 1), printed.get(2));
    assertThat(areas()).isEqualTo(averages);
    requirePrinted(run(onCluster, 6, 0), printed.get(3));
    assertThat(areas()).isEqualTo(sums).isNotEqualTo(averages);
    requirePrinted(
        run(onCluster.where("demo --once", "demo --once" + ANY_PORT), 7, 0), printed.get(4));
    assertThat(section.shellBlocks()).hasSize(8);
  }

  private CommandRun run(DocumentedSection section, int block, int code) throws Exception {
    CommandRun run = shell.run(section.shellBlocks().get(block), PATIENCE);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    return run;
  }

  private static void requirePrinted(CommandRun run, String printed) {
    assertThat(run.out()).as(run.err()).contains(printed.lines().toList());
  }

  private String address() throws Exception {
    CommandRun status = shell.run("./alluvium cluster status --format json", PATIENCE);
    return new ObjectMapper().readTree(status.out()).at("/0/address").asText();
  }

  private String areas() throws Exception {
    CommandRun query =
        shell.run(
            "./alluvium query --format csv \"SELECT primary_usage, month_start, floor_area_m2 FROM"
                + " gold.usage_monthly ORDER BY primary_usage, month_start\"",
            PATIENCE);
    assertThat(query.code()).as(query.err()).isZero();
    return query.out();
  }
}
