package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moves the watermark of a stream of several partitions, and what does not. */
class StreamWatermarksITCase {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final AtomicLong WATERMARK = new AtomicLong();
  private static final Queue<String> PROBLEMS = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;

  @Test
  void believedTimesOfPartitionsThatSpeakMoveTheWatermark() throws Exception {
    WATERMARK.set(Long.MIN_VALUE);
    try (Broker broker = new Broker(folder.resolve("kafka"))) {
      StreamDefinition definition = definition(broker.address());
      int problem = definition.layout().schema().indexOf(StreamLayout.EVENT_TIME_PROBLEM);
      StreamJob stream = new StreamJob(definition, folder.resolve("unused").toString());
      try (RunningJob job =
          RunningJob.start(
              folder.resolve("checkpoints"),
              2,
              env ->
                  stream
                      .rows(env)
                      .transform("watermarks", Types.VOID, new Watermarks(problem))
                      .setParallelism(1)
                      .sinkTo(new DiscardingSink<>()))) {
        // The third partition is silent from the beginning.
        broker.send(0, reading(60));
        broker.send(1, reading(30));
        awaitWatermark(job, 30 - 5);

        // Clocks that are wrong, and what is no reading at all, do not keep a partition awake.
        String ahead = reading(Instant.now().plusSeconds(86_400));
        broker.send(0, reading(90));
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  broker.send(1, ahead).get();
                  broker.send(1, reading(Instant.EPOCH)).get();
                  broker.send(1, "no JSON").get();
                  return WATERMARK.get() == watermark(90 - 5);
                });

        // A partition that speaks again is followed again, and what is late moves nothing back.
        broker.send(1, reading(70)).get();
        broker.send(1, reading(150)).get();
        awaitWatermark(job, 150 - 5);
        broker.send(0, reading(200)).get();
        awaitWatermark(job, 200 - 5);
        assertThat(PROBLEMS).contains("in the future", "too early").doesNotContain("unreadable");
      }
    }
  }

  private static void awaitWatermark(RunningJob job, long seconds) {
    await("watermark of " + seconds)
        .atMost(PATIENCE)
        .until(() -> !job.status().isTerminalState() && WATERMARK.get() == watermark(seconds));
  }

  private static long watermark(long seconds) {
    return START.plusSeconds(seconds).toEpochMilli() - 1;
  }

  private static String reading(long seconds) {
    return reading(START.plusSeconds(seconds));
  }

  private static String reading(Instant at) {
    return "{\"at\":\"" + at + "\"}";
  }

  private static StreamDefinition definition(String servers) {
    return StreamDefinitions.parse(
        "readings.yaml",
        """
        name: readings
        source: {kafka: {bootstrap-servers: "%s", topics: [readings]}}
        format: {type: json}
        columns: [{name: at, type: TIMESTAMP_LTZ(3)}]
        event-time:
          column: at
          not-before: 2020-01-01T00:00:00Z
          allowed-future: 10 min
          out-of-orderness: 5 s
          idle-after: 2 s
        table: bronze.reading
        """
            .formatted(servers),
        Map.of());
  }

  /** Notes watermarks, which must not go back, and problems of event times. */
  private static final class Watermarks extends AbstractStreamOperator<Void>
      implements OneInputStreamOperator<RowData, Void> {
    private static final long serialVersionUID = 1L;
    private final int problem;

    private Watermarks(int problem) {
      this.problem = problem;
    }

    @Override
    public void processElement(StreamRecord<RowData> record) {
      RowData row = record.getValue();
      if (!row.isNullAt(problem)) {
        PROBLEMS.add(row.getString(problem).toString());
      }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      if (mark.getTimestamp() < WATERMARK.get()) {
        throw new IllegalStateException("The watermark goes back to " + mark);
      }
      WATERMARK.set(mark.getTimestamp());
      super.processWatermark(mark);
    }
  }
}
