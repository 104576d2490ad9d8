package io.alluvium.ingest.jdbc;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Makes bronze rows of a round. */
final class RangeRows {
  private final BronzeTarget target;
  private final JdbcShape shape;
  private final JdbcValues values;
  private final StringData source;
  private final long round;

  RangeRows(BronzeTarget target, JdbcShape shape, String source, long round) {
    this.target = target;
    this.shape = shape;
    this.values = new JdbcValues(shape.columns());
    this.source = StringData.fromString(source);
    this.round = round;
  }

  /** A row whose metadata is not set yet, and what its columns do not hold. */
  record Read(GenericRowData row, @Nullable StringData rescued) {}

  Read read(ResultSet result) throws SQLException {
    GenericRowData row = target.schema().newRow();
    return new Read(row, values.read(result, row));
  }

  /**
   * @param place of the row within the round
   */
  RoutedRow emitted(Read read, BronzeOperation operation, @Nullable String before, String place) {
    target
        .schema()
        .setMetadata(
            read.row(),
            new BronzeMetadata(
                operation,
                source,
                StringData.fromString(Instant.ofEpochMilli(round) + "#" + place),
                round,
                null,
                TimestampData.fromEpochMillis(System.currentTimeMillis())),
            before == null ? null : StringData.fromString(before),
            read.rescued());
    return target.row(read.row());
  }

  /** A row that is no more, with the columns that it had. */
  Read gone(RowData last) {
    GenericRowData row = target.schema().newRow();
    GenericRowData copy = (GenericRowData) last;
    for (int i = 0; i < shape.columns().size(); i++) {
      row.setField(i, copy.getField(i));
    }
    return new Read(row, null);
  }
}
