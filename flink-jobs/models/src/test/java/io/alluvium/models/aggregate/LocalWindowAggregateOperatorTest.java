package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held is given before anybody takes its window for ended. */
class LocalWindowAggregateOperatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERVAL '1' HOUR                        | 10:40:00 | 11:00:00",
        "INTERVAL '1' HOUR, INTERVAL '10' MINUTE  | 10:09:00 | 10:10:00",
        "INTERVAL '1' HOUR, INTERVAL '10' MINUTE  | 10:40:00 | 11:10:00",
        "INTERVAL '1' HOUR, INTERVAL '-15' MINUTE | 10:40:00 | 10:45:00",
      })
  void beforeTheWatermarkThatEndsIt(String window, String row, String end) throws Exception {
    try (OneInputStreamOperatorTestHarness<RowData, RowData> harness = open(window)) {
      harness.processWatermark(new Watermark(millis("10:05:00")));
      harness.processElement(new StreamRecord<>(reading(row)));
      harness.processWatermark(new Watermark(millis(end) - 2));
      assertThat(harness.extractOutputStreamRecords()).isEmpty();
      harness.processWatermark(new Watermark(millis(end) - 1));
      assertThat(harness.extractOutputStreamRecords()).hasSize(1);
      assertThat(List.copyOf(harness.getOutput())).last().isEqualTo(new Watermark(millis(end) - 1));
    }
  }

  @Test
  void beforeTheTaskIsIdle() throws Exception {
    try (OneInputStreamOperatorTestHarness<RowData, RowData> harness = open("INTERVAL '1' HOUR")) {
      harness.processElement(new StreamRecord<>(reading("10:40:00")));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(List.copyOf(harness.getOutput()))
          .hasSize(2)
          .last()
          .isEqualTo(WatermarkStatus.IDLE);
    }
  }

  private static long millis(String time) {
    return Instant.parse("2026-06-01T" + time + "Z").toEpochMilli();
  }

  private static RowData reading(String time) {
    return GenericRowData.of(
        StringData.fromString("a site"), TimestampData.fromEpochMillis(millis(time)));
  }

  @SuppressWarnings("unchecked")
  private static OneInputStreamOperatorTestHarness<RowData, RowData> open(String window)
      throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    tables.executeSql(
        "CREATE TABLE reading (site STRING, seen TIMESTAMP_LTZ(3), WATERMARK FOR seen AS seen) WITH"
            + " ('connector' = 'datagen')");
    Transformation<?> last =
        tables
            .toDataStream(
                tables.sqlQuery(
                    "SELECT window_start, site, COUNT(*) AS readings FROM TABLE(TUMBLE(TABLE"
                        + " reading, DESCRIPTOR(seen), "
                        + window
                        + ")) GROUP BY window_start, window_end, site"))
            .getTransformation();
    LocalAggregation.replaceIn(List.of(last));
    for (Transformation<?> each : last.getTransitivePredecessors()) {
      if (each instanceof OneInputTransformation<?, ?> one
          && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory
          && factory.getOperator() instanceof LocalWindowAggregateOperator operator) {
        OneInputStreamOperatorTestHarness<RowData, RowData> harness =
            new OneInputStreamOperatorTestHarness<>(operator);
        harness.setup(((InternalTypeInfo<RowData>) one.getOutputType()).toRowSerializer());
        harness.open();
        return harness;
      }
    }
    throw new AssertionError("no windows before the exchange");
  }
}
