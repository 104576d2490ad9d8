package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages expire while a job stands still. */
class StreamGapITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;

  @Test
  void aGapIsNotPassedOverUnlessTheDefinitionSaysSo() throws Exception {
    LakeTable table = new LakeTable(folder.resolve("lake"), "bronze/event");
    try (Broker broker = new Broker(folder.resolve("kafka"))) {
      send(broker, 0, 10);
      String savepoint;
      try (RunningJob job = start(broker, null, "")) {
        await().atMost(PATIENCE).until(() -> table.count() == 10);
        savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
      }
      send(broker, 10, 20);
      expire(broker, 15);

      try (RunningJob job = start(broker, savepoint, "")) {
        StreamException gap =
            ExceptionUtils.findThrowable(job.failure(PATIENCE), StreamException.class)
                .orElseThrow();
        assertThat(gap)
            .hasMessageStartingWith("Kafka does not have offset 10 of readings-0,")
            .hasMessageContaining("on-gap: continue")
            .hasMessageNotContaining("\n");
      }
      assertThat(table.count()).isEqualTo(10);

      try (RunningJob job = start(broker, savepoint, "on-gap: continue")) {
        await().atMost(PATIENCE).until(() -> table.count() == 15);
        assertThat(job.hasFailedAsTold()).isTrue();
      }
      assertThat(table.rows())
          .extracting(row -> row.get("_position"))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(IntStream.range(0, 10), IntStream.range(15, 20))
                  .flatMap(IntStream::boxed)
                  .map(offset -> "readings-0-" + offset)
                  .toList());
    }
  }

  private RunningJob start(Broker broker, String savepoint, String source) throws Exception {
    StreamJob stream =
        new StreamJob(
            StreamDefinitions.parse(
                "events.yaml",
                """
                name: events
                source:
                  kafka:
                    bootstrap-servers: "%s"
                    topics: [readings]
                    %s
                format: {type: json}
                columns: [{name: id, type: BIGINT}]
                table: bronze.event
                """
                    .formatted(broker.address(), source),
                Map.of()),
            folder.resolve("lake").toString());
    return RunningJob.start(folder.resolve("checkpoints"), 1, savepoint, stream::define);
  }

  private static void send(Broker broker, int first, int end) throws Exception {
    for (int i = first; i < end; i++) {
      broker.send(0, "{\"id\":" + i + "}").get();
    }
  }

  /** As retention does it. */
  private static void expire(Broker broker, long before) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(Broker.TOPIC, 0), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }
}
