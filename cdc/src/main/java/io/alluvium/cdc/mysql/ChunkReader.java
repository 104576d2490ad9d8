package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.Operation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rows of chunks, as the table is by then. */
final class ChunkReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);
  private static final int NO_SUCH_TABLE = 1146;
  private static final String POSITION = "0";

  private final ServerAddress address;
  private Connection connection;

  ChunkReader(ServerAddress address) {
    this.address = address;
  }

  /** Gives all rows, or fails having given some. */
  void read(MySqlSplit.Chunk chunk, Consumer<CapturedChange> out) throws SQLException {
    if (connection == null || !connection.isValid(1)) {
      connection = address.await();
    }
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // A lake that is slow must not cost the connection.
      statement.execute("SET SESSION net_write_timeout = 3600");
      statement.execute("START TRANSACTION READ ONLY");
      // From here on until the transaction ends the table's columns stay as they are.
      statement.execute("SELECT 1 FROM " + Identifiers.quote(chunk.table()) + " LIMIT 0");
      Optional<MySqlTable> table = new MySqlCatalog(address, connection).table(chunk.table());
      if (table.isPresent()) {
        rows(chunk, table.get(), statement, out);
      }
      statement.execute("COMMIT");
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_TABLE) {
        throw e;
      }
      LOG.info("{} was dropped before it could be read", chunk.table());
    }
  }

  private static void rows(
      MySqlSplit.Chunk chunk, MySqlTable table, Statement statement, Consumer<CapturedChange> out)
      throws SQLException {
    List<SnapshotColumn> columns = table.columns().stream().map(SnapshotColumn::of).toList();
    RowType rowType = MySqlTable.rowType(table.columns());
    // Row by row: the driver holds all rows otherwise.
    statement.setFetchSize(Integer.MIN_VALUE);
    try (ResultSet rows = statement.executeQuery(query(chunk, columns))) {
      while (rows.next()) {
        out.accept(change(table, rowType, columns, rows));
      }
    } finally {
      statement.setFetchSize(0);
    }
  }

  private static String query(MySqlSplit.Chunk chunk, List<SnapshotColumn> columns) {
    List<String> conditions = new ArrayList<>();
    if (chunk.above() != null) {
      conditions.add(Identifiers.quote(chunk.key()) + " > " + chunk.above());
    }
    if (chunk.upTo() != null) {
      conditions.add(Identifiers.quote(chunk.key()) + " <= " + chunk.upTo());
    }
    return "SELECT "
        + columns.stream().map(SnapshotColumn::expression).collect(Collectors.joining(", "))
        + " FROM "
        + Identifiers.quote(chunk.table())
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
  }

  private static CapturedChange change(
      MySqlTable table, RowType rowType, List<SnapshotColumn> columns, ResultSet row)
      throws SQLException {
    GenericRowData values = new GenericRowData(columns.size());
    Map<String, String> unfit = null;
    for (int i = 0; i < columns.size(); i++) {
      Object value = columns.get(i).read(row, i + 1);
      if (value instanceof Unfit misfit) {
        unfit = unfit == null ? new LinkedHashMap<>() : unfit;
        unfit.put(table.columns().get(i).name(), misfit.text());
      } else {
        values.setField(i, value);
      }
    }
    return new CapturedChange(
        table.name(), rowType, Operation.SNAPSHOT, values, null, null, unfit, POSITION, 0, 0);
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.debug("The connection to {} could not be closed", address.server(), e);
    }
  }
}
