package io.alluvium.cdc.transform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** A column's values as texts that people write: a date as {@code 2024-05-01}. */
final class ColumnText {
  private final LogicalType type;
  private final RowData.FieldGetter getter;

  ColumnText(LogicalType type, int index) {
    this.type = type;
    this.getter = RowData.createFieldGetter(type.copy(true), index);
  }

  /** Null of null. */
  String of(RowData row) {
    Object value = getter.getFieldOrNull(row);
    if (value == null) {
      return null;
    } else if (type.is(LogicalTypeRoot.DATE)) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    } else if (value instanceof TimestampData time) {
      return type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
          ? time.toInstant().toString()
          : time.toLocalDateTime().toString();
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
