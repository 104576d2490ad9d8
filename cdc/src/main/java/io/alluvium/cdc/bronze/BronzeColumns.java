package io.alluvium.cdc.bronze;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** The columns that every bronze table of changes has behind those of the source. */
public final class BronzeColumns {
  public static final String OP = "_op";
  public static final String BEFORE = "_before";
  public static final String SOURCE = "_source";
  public static final String POSITION = "_position";
  public static final String SEQUENCE = "_sequence";
  public static final String SOURCE_TS = "_source_ts";
  public static final String INGEST_TS = "_ingest_ts";
  public static final String RESCUED = "_rescued";

  /** In {@link #RESCUED}: the columns that have a value which the source did not send. */
  public static final String UNAVAILABLE = "_unavailable";

  private static final LogicalType INSTANT = new LocalZonedTimestampType(6);

  static final List<RowType.RowField> METADATA =
      List.of(
          text(OP, "r snapshot, c insert, u update, d delete, t truncate (without columns)"),
          text(BEFORE, "JSON of the row before the change, where the source gives it"),
          text(SOURCE, "Name of the source"),
          text(POSITION, "Place in the source's log; of the snapshot's rows its beginning"),
          new RowType.RowField(
              SEQUENCE, new BigIntType(), "The position as a number: ascends for each key"),
          new RowType.RowField(SOURCE_TS, INSTANT, "When the source committed the change"),
          new RowType.RowField(INGEST_TS, INSTANT, "When the change was read"),
          text(RESCUED, "JSON of values without a fitting column, and the names of unknown ones"));

  static final Set<String> METADATA_NAMES =
      METADATA.stream().map(RowType.RowField::getName).collect(Collectors.toUnmodifiableSet());

  private BronzeColumns() {}

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
