package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A class of tests with a session cluster of processes, as the command starts it. */
abstract class OnCluster {
  /** Asks for all tests, on a cluster with high availability; else there are those of a minute. */
  static final String DEEP = "alluvium.cluster.deep";

  static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path shared;
  private static Path home;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    home = shared.resolve("cluster");
    List<String> command = new ArrayList<>(List.of("cluster", "start"));
    command.addAll(List.of("--home", home.toString(), "--format", "json"));
    command.addAll(List.of("--web-port", "0", "--gateway-port", "0"));
    if (Boolean.getBoolean(DEEP)) {
      command.add("--high-availability");
    }
    AlluviumProcess start = AlluviumProcess.start(shared, command.toArray(String[]::new));
    assertThat(start.await(PATIENCE)).as(start.err()).isZero();
    List<String> processes = new ArrayList<>();
    for (JsonNode member : new ObjectMapper().readTree(start.out())) {
      processes.add(member.get("process").asText());
      assertThat(member.get("state").asText()).isEqualTo("running");
    }
    assertThat(processes).endsWith("jobmanager", "taskmanager-1", "sql-gateway");
    assertThat(start.err()).containsPattern("The cluster takes jobs after \\d+\\.\\d s");
    System.out.println(start.err().strip());
  }

  @AfterAll
  static void stop() throws Exception {
    List<ProcessHandle> processes = new ArrayList<>();
    for (JsonNode member : cluster("status", "--format", "json").json()) {
      ProcessHandle.of(member.get("pid").asLong()).ifPresent(processes::add);
    }
    CommandRun stop = cluster("stop");
    assertThat(stop.code()).as(stop.err()).isZero();
    assertThat(stop.err()).contains("Stopped: sql-gateway, jobmanager, taskmanager-1");
    assertThat(processes).hasSizeGreaterThan(2).noneMatch(ProcessHandle::isAlive);
    assertThat(cluster("status").code()).isEqualTo(2);
    assertThat(cluster("stop").err()).contains("No cluster runs in " + home);
  }

  static Path home() {
    return home;
  }

  static String address() throws Exception {
    return member("jobmanager").get("address").asText();
  }

  static JsonNode member(String name) throws Exception {
    for (JsonNode member :
        new ObjectMapper().readTree(cluster("status", "--format", "json").out())) {
      if (member.get("process").asText().equals(name)) {
        return member;
      }
    }
    throw new AssertionError("there is no " + name);
  }

  static CommandRun cluster(String... arguments) {
    return run("cluster", "--home", arguments);
  }

  static CommandRun job(String... arguments) {
    return run("job", "--cluster-home", arguments);
  }

  private static CommandRun run(String command, String option, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of(option, home.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
