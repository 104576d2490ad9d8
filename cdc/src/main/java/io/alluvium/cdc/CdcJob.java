package io.alluvium.cdc;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/**
 * Captures tables of a PostgreSQL database: for each a bronze table with one row per change, first
 * of what is there, then of what happens, exactly once.
 *
 * <p>The rows of a key ascend in {@code _sequence}; those of the snapshot have 0. A row that
 * changes while the snapshot is taken may be in it as it was after some of the changes that follow,
 * until the last of these: no change is missing, and none is there twice. A delete has the columns
 * that the source gives (its key at least); a truncate is one row without columns. A column that
 * the source gains later is kept in {@code _rescued}. Nothing appears in the lake without
 * checkpoints.
 */
@PublicEvolving
public final class CdcJob {
  private static final String NAME = "cdc";

  private CdcJob() {}

  /**
   * Adds the job to the environment; asks the database about its tables, and creates the
   * publication and the bronze tables where they are absent.
   *
   * @throws CdcException where the database, the role or a table does not allow it
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    CdcSettings settings = CdcSettings.of(options);
    List<BronzeTable> tables =
        tables(settings).stream().map(table -> BronzeTable.of(table, settings.lakePath())).toList();
    SingleOutputStreamOperator<RowData> routed =
        env.fromSource(
                CdcSource.create(settings, tables),
                WatermarkStrategy.noWatermarks(),
                "cdc: " + settings.sourceName(),
                UnionRow.type(tables))
            .uid("cdc/source")
            .process(new RouteByTable(tables), UnionRow.type(tables))
            .name("cdc: route by table")
            .uid("cdc/route");
    for (BronzeTable table : tables) {
      String sinkId = "cdc/" + table.source().table();
      DeltaSink.append(table.path(), table.rowType())
          .sinkId(sinkId)
          .addTo(routed.getSideOutput(RouteByTable.output(table)), sinkId);
    }
  }

  private static List<SourceTable> tables(CdcSettings settings) {
    try (PostgresCatalog catalog = PostgresCatalog.connect(settings.address())) {
      catalog.checkReplication();
      List<SourceTable> tables = settings.tables().stream().map(catalog::table).toList();
      catalog.publication(settings.publicationName()).ensure(settings.tables());
      return tables;
    }
  }

  /**
   * @param args pairs of {@code --key value}, see {@link CdcOptions}
   */
  public static void main(String[] args) throws Exception {
    Configuration options = CommandLine.parse(args, System.getenv());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute(NAME);
  }
}
