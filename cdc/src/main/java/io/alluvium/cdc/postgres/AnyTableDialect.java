package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.TableName;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.history.TableChanges.TableChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.assigner.splitter.ChunkSplitter;
import org.apache.flink.cdc.connectors.base.source.assigner.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.cdc.connectors.base.source.reader.external.JdbcSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresChunkSplitter;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.utils.ChunkUtils;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Takes tables without a primary key too, each in one chunk, and just the tables that it is told:
 * not the partitions of a table beside that table.
 */
final class AnyTableDialect extends PostgresDialect {
  private static final long serialVersionUID = 1L;

  private final List<TableName> tables;

  AnyTableDialect(PostgresSourceConfig config, List<TableName> tables) {
    super(config);
    this.tables = List.copyOf(tables);
  }

  /** Without the database, as this driver names them. */
  @Override
  public List<TableId> discoverDataCollections(JdbcSourceConfig config) {
    // The caller changes the list.
    List<TableId> identifiers = new ArrayList<>();
    tables.forEach(table -> identifiers.add(new TableId(null, table.schema(), table.table())));
    return identifiers;
  }

  @Override
  public ChunkSplitter createChunkSplitter(JdbcSourceConfig config) {
    return createChunkSplitter(config, ChunkSplitterState.NO_SPLITTING_TABLE_STATE);
  }

  @Override
  public ChunkSplitter createChunkSplitter(JdbcSourceConfig config, ChunkSplitterState state) {
    return new AnyTableSplitter(config, this, state);
  }

  @Override
  public JdbcSourceFetchTaskContext createFetchTaskContext(JdbcSourceConfig config) {
    return new AnyTableContext(config, this);
  }

  private static RowType splitType(Table table, String chunkKey) {
    return ChunkUtils.getSplitType(
        table.primaryKeyColumns().isEmpty()
            ? table.columns().get(0)
            : ChunkUtils.getSplitColumn(table, chunkKey));
  }

  private static final class AnyTableSplitter extends PostgresChunkSplitter {
    AnyTableSplitter(JdbcSourceConfig config, PostgresDialect dialect, ChunkSplitterState state) {
      super(config, dialect, state);
    }

    @Override
    public Collection<SnapshotSplit> generateSplits(TableId tableId) throws Exception {
      TableChange schema = schema(tableId);
      if (!schema.getTable().primaryKeyColumns().isEmpty()) {
        return super.generateSplits(tableId);
      }
      return List.of(
          new SnapshotSplit(
              tableId,
              0,
              splitType(schema.getTable(), null),
              null,
              null,
              null,
              Map.of(tableId, schema)));
    }

    /** By a dialect of its own, since a dialect keeps the connection that it is first given. */
    private TableChange schema(TableId tableId) throws SQLException {
      PostgresDialect once = new PostgresDialect((PostgresSourceConfig) sourceConfig);
      try (JdbcConnection connection = once.openJdbcConnection(sourceConfig)) {
        return once.queryTableSchema(connection, tableId);
      }
    }
  }

  private static final class AnyTableContext extends PostgresSourceFetchTaskContext {
    AnyTableContext(JdbcSourceConfig config, PostgresDialect dialect) {
      super(config, dialect);
    }

    @Override
    public RowType getSplitType(Table table) {
      return splitType(table, sourceConfig.getChunkKeyColumn());
    }

    @Override
    public boolean isRecordBetween(SourceRecord record, Object[] start, Object[] end) {
      return (start == null && end == null) || super.isRecordBetween(record, start, end);
    }
  }
}
