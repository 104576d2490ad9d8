package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * Two jobs, one behind the other: one upserts into a table and appends to another; the other
 * follows the changes of the first table and the rows appended to the second into tables of its
 * own.
 *
 * @param writer the first job, without what it appends
 */
record TestPipeline(UpsertTestJob writer) {
  private static final Duration POLL = Duration.ofMillis(50);

  /** The first job, which ends. Makes the tables that the second one reads. */
  StreamExecutionEnvironment writingJob() {
    StreamExecutionEnvironment environment = writer.build();
    DeltaSink.append(writer.scheme() + events(), Changelog.ROW_TYPE)
        .sinkId("events")
        .addTo(writer.paced(environment, "events", Changelog::event), "events");
    return environment;
  }

  /** The second job, which does not. */
  StreamExecutionEnvironment readingJob(int parallelism) {
    StreamExecutionEnvironment environment = writer.withParallelism(parallelism).environment();
    DeltaSink.upsert(writer.scheme() + copy(), Changelog.ROW_TYPE, Changelog.KEY)
        .mode(WriteMode.MERGE_ON_READ)
        .sinkId("copy")
        .targetFileSize(60_000)
        .addTo(
            read(
                environment,
                "changes",
                DeltaSource.builder(writer.scheme() + writer.table())
                    .changes(StartingPosition.earliest(), ScanChangelog.ALL)
                    .pollInterval(POLL)
                    .build()),
            "copy");
    DeltaSink.append(writer.scheme() + eventsCopy(), Changelog.ROW_TYPE)
        .sinkId("events-copy")
        .addTo(
            read(
                environment,
                "events",
                DeltaSource.builder(writer.scheme() + events())
                    .appends(StartingPosition.earliest())
                    .pollInterval(POLL)
                    .build()),
            "events-copy");
    return environment;
  }

  /** With an operator behind the source that {@link Faults} can reach. */
  private static DataStream<RowData> read(
      StreamExecutionEnvironment environment, String name, DeltaSource source) {
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), name)
        .uid(name)
        .map(new Same())
        .returns(InternalTypeInfo.of(Changelog.ROW_TYPE))
        .name(name + ": read")
        .uid(name + "-read");
  }

  private static final class Same implements MapFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    @Override
    public RowData map(RowData row) {
      return row;
    }
  }

  String table() {
    return writer.table();
  }

  String events() {
    return writer.folder().resolve("events").toString();
  }

  String copy() {
    return table() + "-copy";
  }

  String eventsCopy() {
    return events() + "-copy";
  }

  /** To be asked once the first job has ended. */
  boolean hasCaughtUp() throws Exception {
    return rows(copy()).equals(rows(table())) && rows(eventsCopy()).size() >= rows(events()).size();
  }

  /**
   * Fails where a row of the first job is missing in the copies, or there twice. To be called once
   * the second job has ended, since rows that come after the last would be rows that come twice.
   */
  void checkCopies() throws Exception {
    PrefixCheck.assertSame(rows(copy()), rows(table()));
    PrefixCheck.assertSame(rows(eventsCopy()), rows(events()));
  }

  /** None where the table is not there yet. */
  static Map<String, String> rows(String table) throws Exception {
    return Files.exists(Path.of(table, "_delta_log"))
        ? PrefixCheck.rows(table, DeltaTable.at(table).snapshot())
        : new HashMap<>();
  }
}
