package io.alluvium.cdc;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** A table of changes: the source's columns, all nullable, and then the metadata. */
record BronzeTable(TableName source, ReplicaIdentity identity, String path, RowType rowType) {
  static final String OP = "_op";
  static final String BEFORE = "_before";
  static final String SOURCE = "_source";
  static final String POSITION = "_position";
  static final String SEQUENCE = "_sequence";
  static final String SOURCE_TS = "_source_ts";
  static final String INGEST_TS = "_ingest_ts";
  static final String RESCUED = "_rescued";

  private static final LogicalType INSTANT = new LocalZonedTimestampType(6);
  private static final List<RowType.RowField> METADATA =
      List.of(
          text(OP, "r snapshot, c insert, u update, d delete, t truncate (without columns)"),
          text(BEFORE, "JSON of the row before the change, where the source gives it"),
          text(SOURCE, "Name of the source"),
          text(POSITION, "Log sequence number; 0/0 of the snapshot's rows"),
          new RowType.RowField(
              SEQUENCE, new BigIntType(), "The position as a number: ascends for each key"),
          new RowType.RowField(SOURCE_TS, INSTANT, "When the source committed the change"),
          new RowType.RowField(INGEST_TS, INSTANT, "When the change was read"),
          text(RESCUED, "JSON of values without a fitting column, and the names of unknown ones"));

  /** The table in the lake: as it is where it exists, otherwise after the source. */
  static BronzeTable of(SourceTable source, String lakePath) {
    String separator = lakePath.endsWith("/") ? "" : "/";
    String path = lakePath + separator + "bronze/" + source.name().table();
    RowType designed = design(source);
    DeltaTable table = DeltaTable.at(path);
    return new BronzeTable(
        source.name(),
        source.identity(),
        path,
        table.exists() ? existing(path, table.snapshot().rowType()) : designed);
  }

  static RowType design(SourceTable source) {
    List<RowType.RowField> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    METADATA.forEach(field -> names.add(field.getName()));
    for (SourceColumn column : source.columns()) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new CdcException(
            "Column '"
                + column.name()
                + "' of table "
                + source.name()
                + " has the name of another, or of bronze metadata, but for upper and lower case."
                + " Rename it.");
      }
      fields.add(
          new RowType.RowField(column.name(), PostgresTypes.toFlink(column).copy(true), null));
    }
    fields.addAll(METADATA);
    return new RowType(false, fields);
  }

  static boolean isMetadata(String column) {
    return METADATA.stream().anyMatch(field -> field.getName().equals(column));
  }

  private static RowType existing(String path, RowType rowType) {
    for (RowType.RowField field : METADATA) {
      int index = rowType.getFieldIndex(field.getName());
      if (index < 0 || !rowType.getTypeAt(index).copy(true).equals(field.getType())) {
        throw new CdcException(
            "Table "
                + path
                + " is not one of changes: it lacks a column "
                + field.getName()
                + " "
                + field.getType().asSummaryString()
                + ". Move it away, or give another --lake.path.");
      }
    }
    return rowType;
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
