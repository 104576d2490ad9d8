package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.testing.LakeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The processes of a session cluster, and jobs that a file defines on it. */
class ClusterITCase extends OnCluster {
  @Test
  void aProcessThatDiedIsStartedAgain() throws Exception {
    CommandRun again = cluster("start");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("The cluster in " + home() + " runs already, at " + address());
    String port = address().substring(address().lastIndexOf(':') + 1);
    CommandRun busy =
        CommandRun.of(
            "cluster", "start", "--home", folder.resolve("other").toString(), "--web-port", port);
    assertThat(busy.code()).isEqualTo(2);
    assertThat(busy.err()).contains("Flink's web UI cannot listen on port " + port);

    long pid = member("sql-gateway").get("pid").asLong();
    ProcessHandle gateway = ProcessHandle.of(pid).orElseThrow();
    gateway.destroyForcibly();
    gateway.onExit().get();
    CommandRun status = cluster("status");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("dead");
    CommandRun mended = cluster("start", "--format", "json");
    assertThat(mended.json()).allMatch(member -> member.get("state").asText().equals("running"));
    assertThat(member("sql-gateway").get("pid").asLong()).isNotEqualTo(pid);
    assertThat(cluster("logs", "jobmanager").out()).contains("ResourceManager");
    assertThat(cluster("logs", "jobmaster").err())
        .contains("There is no process 'jobmaster'; there are ", "jobmanager, taskmanager-1");
  }

  @Test
  void aJobGoesOnFromItsSavepoint() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.json"), "{\"id\":1}\n{\"id\":2}\n");
    Path definition = definition(landing);
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    String id = submit(definition);
    await().atMost(PATIENCE).until(() -> orders.count() == 2);

    JsonNode listed = job("list", "--format", "json").json();
    JsonNode found = null;
    for (JsonNode job : listed) {
      found = job.get("job").asText().equals(id) ? job : found;
    }
    assertThat(found).isNotNull();
    String name = found.get("name").asText();
    JsonNode described = job("describe", id.substring(0, 8), "--format", "json").json();
    assertThat(described.get("state").asText()).isEqualTo("RUNNING");
    assertThat(described.get("checkpoints").asLong()).isPositive();
    assertThat(described.get("restarts").asLong()).isZero();
    // Flink collects them when they are first asked for, and answers before it has them.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(job("metrics", name, "--format", "json").json())
                    .anyMatch(metric -> metric.get("metric").asText().equals("numRecordsOut")));
    CommandRun unknown = job("cancel", "invoices");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("There is no job 'invoices' at " + address());

    CommandRun stopped = job("savepoint", "--stop", name);
    assertThat(stopped.code()).as(stopped.err()).isZero();
    Files.writeString(landing.resolve("b.json"), "{\"id\":3}\n");
    String second = submit(definition, "--from", stopped.out().trim());
    await().atMost(PATIENCE).until(() -> orders.count() >= 3);
    CommandRun cancelled = job("cancel", second);
    assertThat(cancelled.code()).as(cancelled.err()).isZero();
    assertThat(cancelled.err()).contains("CANCELED");
    assertThat(orders.rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void aJobOfAFileIsChangedAndGoesBackByItself() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.json"), "{\"id\":1}\n");
    Path definition = definition(landing);
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    CommandRun early = onFiles("upgrade", definition);
    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err())
        .contains("No job 'files-orders-continuous' runs at ", "start it with 'job submit'");
    submit(definition);
    await().atMost(PATIENCE).until(() -> orders.count() == 1);

    Path wider = folder.resolve("wider.yaml");
    Files.writeString(
        wider,
        Files.readString(definition).replace("BIGINT}", "BIGINT}, {name: note, type: STRING}"));
    CommandRun changed = onFiles("upgrade", wider, "--former", definition.toString());
    assertThat(changed.code()).as(changed.out() + changed.err()).isZero();
    assertThat(changed.out()).contains("was stopped with the savepoint ", " is healthy: ");
    Files.writeString(landing.resolve("b.json"), "{\"id\":2,\"note\":\"wide\"}\n");
    await().atMost(PATIENCE).until(() -> orders.count() == 2);
    assertThat(orders.rows()).extracting(row -> row.get("note")).contains("wide");

    CommandRun back =
        onFiles(
            "upgrade",
            definition,
            "--former",
            wider.toString(),
            "--checkpoints",
            "1000",
            "--within",
            "3");
    assertThat(back.code()).as(back.out() + back.err()).isEqualTo(1);
    assertThat(back.out()).contains("is not healthy: only ", "What ran before runs again: ");
    Files.writeString(landing.resolve("c.json"), "{\"id\":3,\"note\":\"again\"}\n");
    await().atMost(PATIENCE).until(() -> orders.count() >= 3);
    assertThat(orders.rows()).extracting(row -> row.get("note")).contains("again");
    assertThat(orders.rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder(1L, 2L, 3L);
    String name = job("list", "--format", "json").json().get(0).get("name").asText();
    assertThat(job("cancel", name).code()).isZero();
  }

  /**
   * The numbers of lines whose files are dropped around each kill are all there, once. With {@code
   * -Dalluvium.kills=20} it goes on for longer, and tells the times.
   */
  @Test
  @EnabledIfSystemProperty(named = OnCluster.DEEP, matches = "true")
  void nothingIsLostOrDoubledWhoeverIsKilled() throws Exception {
    int kills = Integer.getInteger("alluvium.kills", 2);
    Path landing = Files.createDirectories(folder.resolve("landing"));
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    String id = submit(definition(landing));
    List<Long> expected = new ArrayList<>();
    drop(landing, expected);
    await().atMost(PATIENCE).until(() -> orders.count() == expected.size());
    for (int kill = 0; kill < kills; kill++) {
      drop(landing, expected);
      String victim = kill % 2 == 0 ? "jobmanager" : "taskmanager-1";
      long begun = System.nanoTime();
      kill(victim);
      drop(landing, expected);
      CommandRun mended = cluster("start");
      assertThat(mended.code()).as(mended.err()).isZero();
      await().atMost(PATIENCE).until(() -> orders.count() >= expected.size());
      System.out.printf(
          "%s killed: all is in the lake again after %d ms%n",
          victim, Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
    assertThat(job("describe", id, "--format", "json").json().get("state").asText())
        .isEqualTo("RUNNING");
    assertThat(job("savepoint", "--stop", id).code()).isZero();
    assertThat(orders.rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /**
   * Storage that is away fails checkpoints, not the job. With {@code -Dalluvium.outage=60} it is
   * away for that many seconds.
   */
  @Test
  @EnabledIfSystemProperty(named = OnCluster.DEEP, matches = "true")
  void checkpointStorageMayBeAwayForAWhile() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    LakeTable orders = new LakeTable(folder.resolve("lake"), "bronze/orders");
    Path checkpoints = home().resolve("checkpoints");
    String id = submit(definition(landing), "-D", "execution.checkpointing.interval=1 s");
    List<Long> expected = new ArrayList<>();
    drop(landing, expected);
    await().atMost(PATIENCE).until(() -> orders.count() == expected.size());
    Path away = checkpoints.resolveSibling("checkpoints-away");
    Files.move(checkpoints, away);
    Files.writeString(checkpoints, "no folder");
    long begun = System.nanoTime();
    drop(landing, expected);
    long atLeast = Duration.ofSeconds(Integer.getInteger("alluvium.outage", 0)).toNanos();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> failedCheckpoints(id) > 1 && System.nanoTime() - begun > atLeast);
    assertThat(orders.count()).isLessThan(expected.size());
    Files.delete(checkpoints);
    Files.move(away, checkpoints);
    await().atMost(PATIENCE).until(() -> orders.count() >= expected.size());
    JsonNode described = job("describe", id, "--format", "json").json();
    assertThat(described.get("restarts").asLong()).isZero();
    assertThat(job("savepoint", "--stop", id).code()).isZero();
    assertThat(orders.rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A job's classes are unloaded when it has ended; {@code -Dalluvium.submissions=20} for more. */
  @Test
  @EnabledIfSystemProperty(named = OnCluster.DEEP, matches = "true")
  void submissionsLeaveNoClassesBehind() throws Exception {
    int submissions = Integer.getInteger("alluvium.submissions", 5);
    for (int i = 0; i < submissions; i++) {
      Path landing = Files.createDirectories(folder.resolve("landing" + i));
      LakeTable orders = new LakeTable(folder.resolve("lake" + i), "bronze/orders");
      List<Long> expected = new ArrayList<>();
      drop(landing, expected);
      String id = submit(definition(landing), "--lake", folder.resolve("lake" + i).toString());
      await().atMost(PATIENCE).until(() -> orders.count() == expected.size());
      assertThat(job("cancel", id).code()).isZero();
    }
    for (String name : List.of("jobmanager", "taskmanager-1")) {
      String pid = member(name).get("pid").asText();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                jcmd(pid, "GC.run");
                assertThat(
                        jcmd(pid, "VM.classloader_stats")
                            .lines()
                            .filter(line -> line.contains("$ParentFirstClassLoader")))
                    .as("class loaders of jobs in %s", name)
                    // Threads that wait for work may still name the last ones.
                    .hasSizeLessThan(3);
              });
    }
  }

  private static String jcmd(String pid, String command) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static long failedCheckpoints(String id) throws Exception {
    return job("describe", id, "--format", "json").json().get("failed_checkpoints").asLong();
  }

  private static void kill(String name) throws Exception {
    ProcessHandle process = ProcessHandle.of(member(name).get("pid").asLong()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get();
  }

  /** A file of the next few numbers. */
  private static void drop(Path landing, List<Long> numbers) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      numbers.add((long) numbers.size());
      lines.append("{\"id\":").append(numbers.size() - 1).append("}\n");
    }
    Path hidden = landing.resolveSibling("written-" + numbers.size());
    Files.writeString(hidden, lines);
    Files.move(hidden, landing.resolve(numbers.size() + ".json"));
  }

  private Path definition(Path landing) throws Exception {
    return Files.writeString(
        folder.resolve("orders.yaml"),
        """
        name: orders
        source: {folder: %s, format: json, list-every: 100 ms}
        table: bronze.orders
        columns: [{name: id, type: BIGINT}]
        """
            .formatted(landing));
  }

  private String submit(Path definition, String... more) {
    CommandRun run = onFiles("submit", definition, more);
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().trim();
  }

  private CommandRun onFiles(String command, Path definition, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "files",
                definition.toString(),
                "--lake",
                folder.resolve("lake").toString(),
                "--every",
                "100 ms",
                "-D",
                "execution.checkpointing.interval=300 ms",
                "-D",
                "execution.checkpointing.min-pause=0 ms"));
    arguments.addAll(List.of(more));
    return job(arguments.toArray(String[]::new));
  }
}
