package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.sink.routing.DeltaTablesSink;
import io.alluvium.connectors.delta.sink.routing.SchemaPolicy;
import io.alluvium.ingest.deadletters.DeadLetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.types.logical.RowType;

/**
 * One job for every batch inlet: its source, and one sink for all the tables it fills.
 *
 * <p>The sink commits the tables in the order of their paths, so that bronze is never behind what
 * {@code ops} says was read. What has been read is told by the tables: a run that begins without
 * state goes on from them, and its sink is of a generation of its own.
 */
public final class BatchJob {
  private BatchJob() {}

  /**
   * Creates the tables where they are absent, and adds the job.
   *
   * @param kind of the inlet, such as {@code files}
   * @param furtherTables that the inlet fills, by name, beside its own and the dead letters
   * @throws io.alluvium.connectors.delta.DeltaException where a table is there that does not fit
   */
  public static void define(
      StreamExecutionEnvironment environment,
      String kind,
      String lake,
      BronzeTarget target,
      Map<String, RowType> furtherTables,
      BatchInlet<?> inlet) {
    Map<String, RowType> tables = new LinkedHashMap<>(furtherTables);
    tables.put(target.table(), target.rowType());
    tables.put(DeadLetter.TABLE, DeadLetter.ROW_TYPE);
    LakePaths paths = new LakePaths(lake, Map.of(target.table(), target.partitionColumns()));
    tables.forEach((table, rowType) -> prepare(paths, table, rowType));
    String name = kind + "/" + target.inlet();
    DeltaTablesSink.builder(paths, name)
        .generation(UUID.randomUUID().toString())
        .schemaPolicy(SchemaPolicy.EVOLVE)
        .addTo(
            environment
                .fromSource(new BatchSource<>(inlet), WatermarkStrategy.noWatermarks(), name)
                .uid(name + "/source"),
            name);
  }

  private static void prepare(LakePaths paths, String table, RowType rowType) {
    DeltaTable delta = DeltaTable.at(paths.path(table));
    boolean created =
        delta.createIfAbsent(
            new TableDescription(rowType, paths.partitionColumns(table), List.of(), Map.of(), ""));
    if (!created) {
      delta.addColumns(rowType);
    }
  }
}
