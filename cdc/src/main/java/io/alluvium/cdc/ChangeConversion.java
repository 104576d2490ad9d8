package io.alluvium.cdc;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Makes the bronze row of a change event of one table.
 *
 * <p>{@code _before} leaves out what is null: with the default replica identity PostgreSQL sends
 * the key only, which an event does not tell from a row of nulls.
 */
final class ChangeConversion implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SNAPSHOT = "r";

  private final ReplicaIdentity identity;
  private final RowConversion rows;
  private final RowConversion deletedRows;
  private final String sourceName;
  private final int op;
  private final int before;
  private final int source;
  private final int position;
  private final int sequence;
  private final int sourceTs;
  private final int ingestTs;

  ChangeConversion(RowType rowType, ReplicaIdentity identity, String sourceName) {
    this.identity = identity;
    this.rows = new RowConversion(rowType);
    this.deletedRows = new RowConversion(rowType);
    this.sourceName = sourceName;
    this.op = rowType.getFieldIndex(BronzeTable.OP);
    this.before = rowType.getFieldIndex(BronzeTable.BEFORE);
    this.source = rowType.getFieldIndex(BronzeTable.SOURCE);
    this.position = rowType.getFieldIndex(BronzeTable.POSITION);
    this.sequence = rowType.getFieldIndex(BronzeTable.SEQUENCE);
    this.sourceTs = rowType.getFieldIndex(BronzeTable.SOURCE_TS);
    this.ingestTs = rowType.getFieldIndex(BronzeTable.INGEST_TS);
  }

  RowData convert(Struct event, long now) {
    String kind = event.getString("op");
    Struct origin = event.getStruct("source");
    Struct earlier = identity.reduce(rowOf(event, "before"));
    Struct later = rowOf(event, "after");
    GenericRowData row =
        later == null ? deletedRows.convert(earlier, null) : rows.convert(later, earlier);
    boolean snapshot = kind.equals(SNAPSHOT);
    long lsn = snapshot ? 0 : number(origin, "lsn");
    long committed = snapshot ? 0 : number(origin, "ts_ms");
    row.setField(op, StringData.fromString(kind));
    row.setField(before, earlier == null ? null : StringData.fromString(json(earlier)));
    row.setField(source, StringData.fromString(sourceName));
    row.setField(position, StringData.fromString(lsnText(lsn)));
    row.setField(sequence, lsn);
    row.setField(sourceTs, committed == 0 ? null : TimestampData.fromEpochMillis(committed));
    row.setField(ingestTs, TimestampData.fromEpochMillis(now));
    return row;
  }

  @Nullable
  private static Struct rowOf(Struct event, String name) {
    return event.schema().field(name) == null ? null : event.getStruct(name);
  }

  private static long number(Struct origin, String name) {
    Object value = origin.schema().field(name) == null ? null : origin.getWithoutDefault(name);
    return value == null ? 0 : (Long) value;
  }

  private static String json(Struct row) {
    return ConnectJson.object(
        json -> {
          for (Field field : row.schema().fields()) {
            Object value = row.getWithoutDefault(field.name());
            if (value != null && !UnavailableValue.is(value)) {
              json.writeFieldName(field.name());
              ConnectJson.write(json, value, field.schema());
            }
          }
        });
  }

  /** As PostgreSQL writes it: the two halves in hexadecimal. */
  private static String lsnText(long lsn) {
    return (Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xffffffffL))
        .toUpperCase(java.util.Locale.ROOT);
  }
}
