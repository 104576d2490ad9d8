package io.alluvium.cdc;

import io.alluvium.cdc.bronze.BronzeRows;
import io.alluvium.cdc.bronze.BronzeTables;
import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.cdc.transform.TransformedChanges;
import io.alluvium.connectors.delta.sink.routing.DeltaTablesSink;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import java.nio.file.Path;
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
      List<CapturedTable> shown =
          tables.stream()
              .map(table -> TransformedChanges.table(table, pipeline.transforms()))
              .toList();
      List<TableName> names = tables.stream().map(CapturedTable::name).toList();
      BronzeTables bronze = new BronzeTables(pipeline.sink(), names, pipeline.routed(names));
      database.prepare(tables);
      DeltaTablesSink.Builder sink = bronze.sink("cdc/" + pipeline.name());
      bronze.prepare(sink, shown);
      ChangeConversion rowsOfChanges = new BronzeRows(pipeline.source().name(), bronze.names());
      Source<RoutedRow, ?, ?> source =
          database.source(
              tables,
              pipeline.transforms().isEmpty()
                  ? rowsOfChanges
                  : new TransformedChanges(pipeline.transforms(), rowsOfChanges));
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

  /**
   * @param args the pipeline's file, in YAML; what it takes from the environment is that of this
   *     process
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      throw new CdcException(
          "Give one argument: the file of a pipeline, see docs/cdc-pipelines.md.");
    }
    CdcPipeline pipeline = PipelineFile.read(Path.of(args[0]), System.getenv());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, pipeline);
    env.execute(pipeline.name());
  }
}
