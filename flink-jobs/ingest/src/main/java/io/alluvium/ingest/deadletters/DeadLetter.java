package io.alluvium.ingest.deadletters;

import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * What could not be decoded, whole, and why: a row of {@code ops.dead_letters}.
 *
 * @param inlet name of the definition by which it came
 * @param source what it came from: a topic, a table, a file, an address
 * @param position where it is in the source; unique within inlet and source
 * @param sequence what would be its {@code _sequence}
 * @param errorClass a code of {@link ErrorClass}
 * @param reason in one line
 * @param bytes as they arrived; null where there were none
 * @param headers JSON object of what came beside the bytes
 * @param key that it arrived under
 * @param sourceTime when the source took it
 * @param ingestTime when it was read
 */
public record DeadLetter(
    StringData inlet,
    StringData source,
    StringData position,
    @Nullable Long sequence,
    StringData errorClass,
    StringData reason,
    @Nullable byte[] bytes,
    @Nullable StringData headers,
    @Nullable byte[] key,
    @Nullable TimestampData sourceTime,
    TimestampData ingestTime) {
  /** Lake table of all dead letters. */
  public static final String TABLE = "ops.dead_letters";

  private static final LogicalType INSTANT = new LocalZonedTimestampType(6);
  private static final LogicalType BYTES = new VarBinaryType(VarBinaryType.MAX_LENGTH);

  /** The columns of the table. */
  public static final RowType ROW_TYPE =
      new RowType(
          false,
          List.of(
              text("source", "What the record came from: a topic, a table, a file, an address"),
              text("position", "Where the record is in the source"),
              text("reason", "Why the record could not be decoded"),
              new RowType.RowField("bytes", BYTES, "The record as it arrived"),
              text("headers", "JSON object of what came beside the bytes"),
              new RowType.RowField("time", INSTANT, "When the source took the record"),
              new RowType.RowField("key", BYTES, "The key that the record arrived under"),
              text("inlet", "Name of the definition by which the record came"),
              text("error_class", "Kind of the error: malformed, too-large, wrong-type, ..."),
              new RowType.RowField("sequence", new BigIntType(), "What would be its _sequence"),
              new RowType.RowField("ingest_time", INSTANT, "When the record was read")));

  public DeadLetter {
    Objects.requireNonNull(inlet);
    Objects.requireNonNull(source);
    Objects.requireNonNull(position);
    Objects.requireNonNull(errorClass);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(ingestTime);
  }

  /** The letter of a record that a decoder refused. */
  public static DeadLetter of(
      UnreadableRecordException error, DeadLetterOrigin origin, @Nullable byte[] bytes) {
    return new DeadLetter(
        origin.inlet(),
        origin.source(),
        origin.position(),
        origin.sequence(),
        StringData.fromString(error.errorClass().code()),
        StringData.fromString(error.getMessage()),
        bytes,
        origin.headers(),
        origin.key(),
        origin.sourceTime(),
        TimestampData.fromEpochMillis(System.currentTimeMillis()));
  }

  /** A row of {@link #ROW_TYPE}. */
  public RowData toRow() {
    return GenericRowData.of(
        source,
        position,
        reason,
        bytes,
        headers,
        sourceTime,
        key,
        inlet,
        errorClass,
        sequence,
        ingestTime);
  }

  /**
   * @param row of {@link #ROW_TYPE}; of letters that older releases wrote, columns are null
   */
  public static DeadLetter fromRow(RowData row) {
    StringData none = StringData.fromString("");
    return new DeadLetter(
        row.isNullAt(7) ? none : row.getString(7),
        row.getString(0),
        row.getString(1),
        row.isNullAt(9) ? null : row.getLong(9),
        row.isNullAt(8) ? none : row.getString(8),
        row.getString(2),
        row.isNullAt(3) ? null : row.getBinary(3),
        row.isNullAt(4) ? null : row.getString(4),
        row.isNullAt(6) ? null : row.getBinary(6),
        row.isNullAt(5) ? null : row.getTimestamp(5, 6),
        row.isNullAt(10) ? TimestampData.fromEpochMillis(0) : row.getTimestamp(10, 6));
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
