package io.alluvium.connectors.delta.sink.history;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.types.RowKind;

/** The columns of a history's table that tell of a version, beside those of the row itself. */
final class VersionColumns implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long MICROS = 1_000;

  static final String ID = "dbt_scd_id";
  static final String UPDATED_AT = "dbt_updated_at";
  static final String VALID_FROM = "dbt_valid_from";
  static final String VALID_TO = "dbt_valid_to";
  static final String IS_DELETED = "dbt_is_deleted";

  private final RowType rowType;
  private final int[] keyPositions;
  private final int id;
  private final int updatedAt;
  private final int validFrom;
  private final int validTo;
  private final int isDeleted;

  /**
   * @throws DeltaException where the table lacks one of them
   */
  VersionColumns(String tablePath, RowType rowType, List<String> key, boolean needsDeleted) {
    this.rowType = rowType;
    for (String column : key) {
      require(tablePath, rowType, column);
    }
    this.keyPositions = key.stream().mapToInt(rowType::getFieldIndex).toArray();
    this.id = require(tablePath, rowType, ID);
    this.updatedAt = requireTime(tablePath, rowType, UPDATED_AT);
    this.validFrom = requireTime(tablePath, rowType, VALID_FROM);
    this.validTo = requireTime(tablePath, rowType, VALID_TO);
    this.isDeleted =
        needsDeleted ? require(tablePath, rowType, IS_DELETED) : rowType.getFieldIndex(IS_DELETED);
  }

  private static int require(String tablePath, RowType rowType, String column) {
    int position = rowType.getFieldIndex(column);
    if (position < 0) {
      throw new DeltaException(
          "Table " + tablePath + " is to hold a history, but has no column '" + column + "'.");
    }
    return position;
  }

  static int requireTime(String tablePath, RowType rowType, String column) {
    int position = require(tablePath, rowType, column);
    LogicalTypeRoot root = rowType.getTypeAt(position).getTypeRoot();
    if (root != LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
        && root != LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      throw new DeltaException(
          "Column '"
              + column
              + "' of table "
              + tablePath
              + " tells a time of its history, but is "
              + rowType.getTypeAt(position).asSummaryString()
              + ". Make it a TIMESTAMP.");
    }
    return position;
  }

  /** Microseconds since the epoch. */
  static long micros(RowData row, int position, LogicalType type) {
    TimestampData time = row.getTimestamp(position, LogicalTypeChecks.getPrecision(type));
    return Math.multiplyExact(time.getMillisecond(), MICROS)
        + time.getNanoOfMillisecond() / (int) MICROS;
  }

  private static TimestampData time(long micros) {
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, MICROS), (int) (Math.floorMod(micros, MICROS) * MICROS));
  }

  RowData row(Version version, RowKind kind) {
    GenericRowData row = new GenericRowData(kind, rowType.getFieldCount());
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      row.setField(
          i, RowData.createFieldGetter(rowType.getTypeAt(i), i).getFieldOrNull(version.row()));
    }
    row.setField(id, StringData.fromString(id(version)));
    row.setField(updatedAt, time(version.updatedAt()));
    row.setField(validFrom, time(version.from()));
    row.setField(validTo, nullable(version.to()));
    if (isDeleted >= 0) {
      row.setField(isDeleted, StringData.fromString(version.isDeleted() ? "True" : "False"));
    }
    return row;
  }

  @Nullable
  private static TimestampData nullable(@Nullable Long micros) {
    return micros == null ? null : time(micros);
  }

  /** A digest of the key and of the version's begin. */
  private String id(Version version) {
    StringBuilder text = new StringBuilder();
    for (int position : keyPositions) {
      text.append(
              RowData.createFieldGetter(rowType.getTypeAt(position), position)
                  .getFieldOrNull(version.row()))
          .append('|');
    }
    text.append(version.from());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
