package io.alluvium.benchmarks.flinkcdc;

import io.alluvium.benchmarks.engines.FlinkSession;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder;
import org.apache.flink.cdc.debezium.table.RowDataDebeziumDeserializeSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Captures the table of orders until it is told to stop. Parameters: {@code host}, {@code port},
 * {@code database}, {@code user}, {@code password}, {@code slot}, {@code folder} (new, of the run).
 */
public final class FlinkCdcOrders implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);
  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                  DataTypes.FIELD("customer_id", DataTypes.INT()),
                  DataTypes.FIELD("status", DataTypes.STRING()),
                  DataTypes.FIELD("amount", DataTypes.DECIMAL(12, 2)),
                  DataTypes.FIELD("quantity", DataTypes.INT()),
                  DataTypes.FIELD("note", DataTypes.STRING()),
                  DataTypes.FIELD("created_at", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("updated_at", DataTypes.TIMESTAMP_LTZ(6)))
              .getLogicalType()
              .copy(false);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink = FlinkSession.open(folder, "hashmap", CHECKPOINT_INTERVAL);
    InternalTypeInfo<RowData> type = InternalTypeInfo.of(ROW_TYPE);
    PostgresSourceBuilder.PostgresIncrementalSource<RowData> source =
        PostgresSourceBuilder.PostgresIncrementalSource.<RowData>builder()
            .hostname(parameters.get("host"))
            .port(Integer.parseInt(parameters.get("port")))
            .database(parameters.get("database"))
            .schemaList("public")
            .tableList("public.orders")
            .username(parameters.get("user"))
            .password(parameters.get("password"))
            .slotName(parameters.get("slot"))
            .decodingPluginName("pgoutput")
            .deserializer(
                RowDataDebeziumDeserializeSchema.newBuilder()
                    .setPhysicalRowType(ROW_TYPE)
                    .setResultTypeInfo(type)
                    .setServerTimeZone(ZoneId.of("UTC"))
                    .build())
            .build();
    DeltaSink.append(folder.resolve("lake/bench/orders").toUri().toString(), ROW_TYPE)
        .sinkId("orders")
        .addTo(
            flink
                .streams()
                .fromSource(source, WatermarkStrategy.noWatermarks(), "orders", type)
                .uid("orders"),
            "orders");
    JobClient job = flink.streams().executeAsync("orders");
    StopMark stop = StopMark.in(folder);
    while (!stop.isSet()) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        throw new IllegalStateException("The job is " + job.getJobStatus().get());
      }
      StopMark.pause();
    }
    FlinkSession.cancel(job);
    return Map.of();
  }
}
