package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** Puts changes into a table in one commit, with the connector's own sink. */
public final class ChangeJob {

  private ChangeJob() {}

  public static void commit(String tablePath, RowData... changes) throws Exception {
    DeltaSnapshot table = DeltaTable.at(tablePath).snapshot();
    RowType rowType = table.rowType();
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    DeltaSink.Builder sink =
        table.primaryKey().isEmpty()
            ? DeltaSink.append(tablePath, rowType)
            : DeltaSink.upsert(tablePath, rowType, table.primaryKey());
    sink.sinkId("changes-" + table.version())
        .addTo(
            environment.fromCollection(List.of(changes), InternalTypeInfo.of(rowType)), "changes");
    environment.execute();
  }
}
