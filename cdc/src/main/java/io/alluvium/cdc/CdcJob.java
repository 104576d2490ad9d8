package io.alluvium.cdc;

import io.alluvium.cdc.bronze.BronzeRows;
import io.alluvium.cdc.bronze.BronzeTables;
import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.connectors.delta.sink.routing.DeltaTablesSink;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Captures tables of a database: for each a bronze table with one row per change, first of what is
 * there, then of what happens, exactly once.
 *
 * <p>The rows of a key ascend in {@code _sequence}; those of the snapshot have 0. A row that
 * changes while the snapshot is taken may be in it as it was after some of the changes that follow,
 * until the last of these: no change is missing, and none is there twice. A delete has the columns
 * that the source gives (its key at least); a truncate is one row without columns. A change of a
 * key is a delete of the old and an insert of the new, with one {@code _sequence}. Nothing appears
 * in the lake without checkpoints.
 */
@PublicEvolving
public final class CdcJob {

  private CdcJob() {}

  /**
   * Adds the job to the environment; asks the database about its tables, makes it send their
   * changes, and creates and evolves the bronze tables.
   *
   * @throws CdcException where the database, the role or a table does not allow it
   */
  public static void define(StreamExecutionEnvironment env, CdcPipeline pipeline) {
    if (pipeline.parallelism() > 0) {
      env.setParallelism(pipeline.parallelism());
    }
    try (CapturedDatabase database = Databases.connect(pipeline.source())) {
      List<CapturedTable> tables = database.tables();
      List<TableName> names = tables.stream().map(CapturedTable::name).toList();
      BronzeTables bronze = new BronzeTables(pipeline.sink(), names, pipeline.routed(names));
      database.prepare(tables);
      DeltaTablesSink.Builder sink = bronze.sink("cdc/" + pipeline.name());
      bronze.prepare(sink, tables);
      Source<RoutedRow, ?, ?> source =
          database.source(tables, new BronzeRows(pipeline.source().name(), bronze.names()));
      SingleOutputStreamOperator<RoutedRow> rows =
          env.fromSource(
                  source,
                  WatermarkStrategy.noWatermarks(),
                  "cdc: " + pipeline.source().name(),
                  RoutedRowTypeInfo.INSTANCE)
              .uid("cdc/source");
      sink.addTo(rows, "cdc/bronze");
    }
  }
}
