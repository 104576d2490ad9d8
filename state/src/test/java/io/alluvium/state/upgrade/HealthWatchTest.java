package io.alluvium.state.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.FlinkRest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers as Flink gives them. */
class HealthWatchTest {
  private static final HealthRule RULE = new HealthRule(2, Duration.ofSeconds(30), 1);

  private final Map<String, String> answers = new HashMap<>();
  private final AtomicLong now = new AtomicLong();
  private HttpServer server;
  private HealthWatch watch;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              answers.get(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    running("RUNNING", 0);
    checkpoints(0, 0, "");
    answers.put("/jobs/j/exceptions", "{}");
    watch =
        new HealthWatch(
            new FlinkRest(ClusterAddress.of("127.0.0.1:" + server.getAddress().getPort())),
            "j",
            RULE,
            now::get);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void checkpointsProveIt() throws Exception {
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.isProven()).isFalse();
    checkpoints(1, 0, "{\"status\": \"COMPLETED\", \"latest_ack_timestamp\": 1000}");
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.isProven()).isFalse();
    checkpoints(
        2,
        1,
        "{\"status\": \"FAILED\", \"latest_ack_timestamp\": -1},"
            + "{\"status\": \"COMPLETED\", \"latest_ack_timestamp\": 2000},"
            + "{\"status\": \"COMPLETED\", \"latest_ack_timestamp\": 1000}");
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.isProven()).isTrue();
    assertThat(watch.firstCheckpoint()).hasValue(1000);
    now.set(Duration.ofHours(1).toNanos());
    assertThat(watch.problem()).as("time does not matter any more").isEmpty();
  }

  @Test
  void aFailureIsToldWithItsReason() throws Exception {
    checkpoints(5, 0, "");
    answers.put(
        "/jobs/j/exceptions",
        "{\"exceptionHistory\": {\"entries\": [{\"stacktrace\": \"java.lang.RuntimeException:"
            + " outer\\nCaused by: java.lang.NumberFormatException: For input string: x\"}]}}");
    assertThat(watch.problem().orElseThrow())
        .startsWith("it has failed: ")
        .contains("For input string: x");
  }

  @Test
  void aJobThatHasEndedIsNotHealthy() throws Exception {
    running("FAILED", 0);
    assertThat(watch.problem()).contains("it is FAILED");
  }

  @Test
  void failedCheckpointsCount() throws Exception {
    checkpoints(9, 2, "");
    assertThat(watch.problem()).contains("2 checkpoints have failed: storage is full");
  }

  @Test
  void restartsCountOnceTheirReasonHadTimeToBeTold() throws Exception {
    running("RUNNING", 1);
    assertThat(watch.problem()).isEmpty();
    checkpoints(2, 0, "");
    assertThat(watch.isProven()).isFalse();
    now.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(watch.problem()).contains("it has restarted");
  }

  @Test
  void checkpointsThatFailBeforeAllTasksRunDoNotCount() throws Exception {
    running("CREATED", 0);
    checkpoints(0, 7, "");
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.areAllRunningNow()).isFalse();
    running("RUNNING", 0);
    checkpoints(0, 8, "");
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.areAllRunningNow()).isTrue();
    checkpoints(0, 9, "");
    assertThat(watch.problem()).contains("2 checkpoints have failed: storage is full");
  }

  @Test
  void patienceEnds() throws Exception {
    checkpoints(1, 0, "");
    now.set(Duration.ofSeconds(31).toNanos());
    assertThat(watch.problem()).contains("only 1 of 2 checkpoints are complete after 31 s");
  }

  private void running(String state, int restarts) {
    answers.put(
        "/jobs/j",
        "{\"state\": \"" + state + "\", \"vertices\": [{\"status\": \"" + state + "\"}]}");
    int tasks = state.equals("RUNNING") ? 3 : 2;
    answers.put(
        "/jobs/overview",
        "{\"jobs\": [{\"jid\": \"other\", \"tasks\": {\"running\": 3, \"total\": 3}},"
            + " {\"jid\": \"j\", \"tasks\": {\"running\": "
            + tasks
            + ", \"total\": 3}}]}");
    answers.put("/jobs/j/metrics", "[{\"id\": \"numRestarts\", \"value\": \"" + restarts + "\"}]");
  }

  private void checkpoints(int complete, int failed, String history) {
    answers.put(
        "/jobs/j/checkpoints",
        "{\"counts\": {\"completed\": "
            + complete
            + ", \"failed\": "
            + failed
            + "}, \"latest\": {\"failed\": {\"failure_message\": \"storage is full\"}},"
            + " \"history\": ["
            + history
            + "]}");
  }
}
