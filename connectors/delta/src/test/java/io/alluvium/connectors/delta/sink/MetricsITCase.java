package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.upsert.CompactionSettings;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What sinks and sources tell of themselves, by the names that the documentation lists. */
@Timeout(300)
class MetricsITCase {
  private static final long COUNT = 12_000;
  private static final int KEYS = 4_000;

  private static final AtomicBoolean UNUSED = new AtomicBoolean();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .setConfiguration(
                  Configuration.fromMap(
                      Map.of(
                          "metrics.reporters",
                          "captured",
                          "metrics.reporter.captured.factory.class",
                          CapturedMetrics.Factory.class.getName())))
              .build());

  @TempDir Path folder;
  private String table;

  @BeforeEach
  void newTable() {
    table = folder.resolve("table").toString();
  }

  @Test
  void theAppendSinkCountsItsRowsFilesAndCommits() throws Exception {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .addTo(SinkTestJob.rows(environment, COUNT, numbered()), "appended");

    environment.execute();

    List<DataFile> files = DeltaTable.at(table).snapshot().files();
    String writer = "appended: append";
    assertThat(CapturedMetrics.value(writer, "numRecordsSend")).isEqualTo(COUNT);
    assertThat(CapturedMetrics.value(writer, "numBytesSend"))
        .isEqualTo(files.stream().mapToLong(DataFile::size).sum());
    assertThat(CapturedMetrics.value(writer, "filesWritten")).isEqualTo(files.size());
    assertThat(CapturedMetrics.value(writer, "openFiles")).isZero();
    assertThat(CapturedMetrics.value(writer, "currentSendTime")).isNotNegative();
    assertThat(CapturedMetrics.value(writer, "numRecordsIn")).isEqualTo(COUNT);
    checkCommitter("appended", files.size());
  }

  private void checkCommitter(String sink, long files) {
    String committer = sink + ": commit: Committer";
    long commits = DeltaTable.at(table).snapshot().version();
    assertThat(CapturedMetrics.value(committer, "commits")).isEqualTo(commits);
    assertThat(CapturedMetrics.value(committer, "committedFiles")).isEqualTo(files);
    assertThat(CapturedMetrics.value(committer, "commitConflicts")).isZero();
    assertThat(CapturedMetrics.value(committer, "lastCommitFiles")).isPositive();
    assertThat(CapturedMetrics.histogram(committer, "commitDurationMs").getCount())
        .isEqualTo(commits);
    assertThat(CapturedMetrics.value(committer, "lastCommitDurationMs"))
        .isBetween(
            CapturedMetrics.histogram(committer, "commitDurationMs").getStatistics().getMin(),
            CapturedMetrics.histogram(committer, "commitDurationMs").getStatistics().getMax());
    assertThat(CapturedMetrics.value(committer, "totalCommittables")).isEqualTo(commits);
    assertThat(CapturedMetrics.value(committer, "successfulCommittables")).isEqualTo(commits);
    assertThat(CapturedMetrics.value(committer, "pendingCommittables")).isZero();
    for (String none :
        List.of("alreadyCommittedCommittables", "failedCommittables", "retriedCommittables")) {
      assertThat(CapturedMetrics.value(committer, none)).as(none).isZero();
    }
  }

  @Test
  void theMergeOnReadSinkTellsOfItsIndexAndTheDeadRows() throws Exception {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaSink.upsert(table, SinkTestJob.ROW_TYPE, List.of("id"))
        .mode(WriteMode.MERGE_ON_READ)
        .compaction(CompactionSettings.OFF)
        .addTo(SinkTestJob.rows(environment, COUNT, changes()), "merged");

    environment.execute();

    assertThat(CapturedMetrics.value("merged: write", "numRecordsSend")).isEqualTo(COUNT);
    assertThat(CapturedMetrics.value("merged: write", "filesWritten")).isPositive();
    assertThat(CapturedMetrics.value("merged: write", "numBytesSend")).isPositive();
    assertThat(CapturedMetrics.value("merged: watch", "indexedRows")).isBetween(1L, (long) KEYS);
    assertThat(CapturedMetrics.share("merged: watch", "deadRowShare"))
        .isGreaterThan(0)
        .isLessThan(1);
    assertThat(CapturedMetrics.value("merged: watch", "activeFiles")).isPositive();
    assertThat(CapturedMetrics.value("merged: commit: Committer", "commits"))
        .isEqualTo(DeltaTable.at(table).snapshot().version());
  }

  @Test
  void theCopyOnWriteSinkCountsTheFilesThatItRewrites() throws Exception {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaSink.upsert(table, SinkTestJob.ROW_TYPE, List.of("id"))
        .rowsPerFile(60)
        .addTo(SinkTestJob.rows(environment, COUNT, changes()), "copied");

    environment.execute();

    assertThat(CapturedMetrics.value("copied: rewrite", "filesWritten"))
        .isGreaterThanOrEqualTo(DeltaTable.at(table).snapshot().files().size());
    assertThat(CapturedMetrics.value("copied: rewrite", "numBytesSend")).isPositive();
    assertThat(CapturedMetrics.value("copied: rewrite", "numRecordsSend")).isPositive();
  }

  @Test
  void theSourceCountsItsRowsAndTellsHowFarItLags() throws Exception {
    StreamExecutionEnvironment writing = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .addTo(SinkTestJob.rows(writing, COUNT, numbered()), "before");
    writing.execute();
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    environment
        .fromSource(
            DeltaSource.builder(table).bounded(ReadVersion.latest()).build(),
            WatermarkStrategy.<RowData>forGenerator(unused -> new EachRow())
                .withTimestampAssigner((row, time) -> 1_000),
            "read")
        .sinkTo(new DiscardingSink<>());

    environment.execute();

    String source = "Source: read";
    assertThat(CapturedMetrics.value(source, "numRecordsIn")).isEqualTo(COUNT);
    assertThat(CapturedMetrics.value(source, "numRecordsOut")).isEqualTo(COUNT);
    assertThat(CapturedMetrics.value(source, "numRecordsInErrors")).isZero();
    assertThat(CapturedMetrics.value(source, "pendingBytes")).isZero();
    assertThat(CapturedMetrics.value(source, "sourceLagMillis")).isZero();
    assertThat(CapturedMetrics.value(source, "sourceLagVersions")).isZero();
    for (String standard : List.of("sourceIdleTime", "currentEmitEventTimeLag", "watermarkLag")) {
      assertThat(CapturedMetrics.has(source, standard)).as(standard).isTrue();
    }
  }

  /** Makes a watermark of each row: the job is over before a periodic one is due. */
  private static final class EachRow implements WatermarkGenerator<RowData> {
    @Override
    public void onEvent(RowData row, long time, WatermarkOutput output) {
      output.emitWatermark(new Watermark(time));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Each row has made one.
    }
  }

  private static SinkTestJob.PacedMapper numbered() {
    return new SinkTestJob.PacedMapper(
        -1,
        () -> UNUSED,
        number -> SinkTestJob.row(RowKind.INSERT, number, number * 2, "row " + number));
  }

  private static SinkTestJob.PacedMapper changes() {
    return new SinkTestJob.PacedMapper(
        -1, () -> UNUSED, number -> SinkTestJob.change(1, number, KEYS));
  }
}
