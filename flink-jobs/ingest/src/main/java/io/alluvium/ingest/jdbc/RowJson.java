package io.alluvium.ingest.jdbc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;

/** The source's columns of a row as JSON: to tell two rows apart, and to say what a row was. */
final class RowJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JdbcColumn> columns;

  RowJson(List<JdbcColumn> columns) {
    this.columns = columns;
  }

  /** Half of a SHA-256. */
  record Hash(long high, long low) {
    static Hash of(String text) {
      try {
        ByteBuffer hash =
            ByteBuffer.wrap(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        return new Hash(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }

  String of(RowData row) {
    ObjectNode json = JSON.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      put(json, row, i);
    }
    return json.toString();
  }

  String key(RowData row, List<Integer> key) {
    ObjectNode json = JSON.createObjectNode();
    key.forEach(index -> put(json, row, index));
    return json.toString();
  }

  private void put(ObjectNode json, RowData row, int i) {
    JdbcColumn column = columns.get(i);
    String name = column.name();
    if (row.isNullAt(i)) {
      json.putNull(name);
      return;
    }
    switch (column.type().getTypeRoot()) {
      case BOOLEAN -> json.put(name, row.getBoolean(i));
      case SMALLINT -> json.put(name, row.getShort(i));
      case INTEGER -> json.put(name, row.getInt(i));
      case BIGINT -> json.put(name, row.getLong(i));
      case FLOAT -> json.put(name, row.getFloat(i));
      case DOUBLE -> json.put(name, row.getDouble(i));
      case DECIMAL -> {
        DecimalType type = (DecimalType) column.type();
        json.put(name, row.getDecimal(i, type.getPrecision(), type.getScale()).toBigDecimal());
      }
      case DATE -> json.put(name, LocalDate.ofEpochDay(row.getInt(i)).toString());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          json.put(name, row.getTimestamp(i, 6).toInstant().toString());
      case VARBINARY -> json.put(name, row.getBinary(i));
      default -> json.put(name, row.getString(i).toString());
    }
  }
}
