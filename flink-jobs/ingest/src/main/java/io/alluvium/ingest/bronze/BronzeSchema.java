package io.alluvium.ingest.bronze;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The columns of a bronze table: the declared ones, then the metadata that every bronze table has,
 * then the metadata of its own that an inlet adds.
 */
public final class BronzeSchema implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final String OP = "_op";
  public static final String BEFORE = "_before";
  public static final String SOURCE = "_source";
  public static final String POSITION = "_position";
  public static final String SEQUENCE = "_sequence";
  public static final String SOURCE_TS = "_source_ts";
  public static final String INGEST_TS = "_ingest_ts";
  public static final String RESCUED = "_rescued";

  private static final LogicalType INSTANT = new LocalZonedTimestampType(6);
  private static final List<BronzeColumn> METADATA =
      List.of(
          text(OP, "r: snapshot, c: created, u: updated, d: deleted"),
          text(BEFORE, "JSON of the row before the change, where the source gives it"),
          text(SOURCE, "What the row came from"),
          text(POSITION, "Where the original is in the source"),
          new BronzeColumn(SEQUENCE, new BigIntType(), "Ascends for the rows of one key"),
          new BronzeColumn(SOURCE_TS, INSTANT, "When the source took the row"),
          new BronzeColumn(INGEST_TS, INSTANT, "When the row was read"),
          text(RESCUED, "JSON of fields without a column, or that do not fit theirs"));

  private final List<BronzeColumn> columns;
  private final int declared;

  private BronzeSchema(List<BronzeColumn> columns, int declared) {
    this.columns = columns;
    this.declared = declared;
  }

  /**
   * @param declared the columns of the data; no name begins with {@code _}
   * @param additional metadata of the inlet's own, whose names begin with {@code _}, and columns
   *     that are derived from others
   * @throws IllegalArgumentException where two columns have one name, letter case aside, or a
   *     declared one has a name of the metadata
   */
  public static BronzeSchema of(List<BronzeColumn> declared, List<BronzeColumn> additional) {
    Set<String> names = new HashSet<>();
    List<BronzeColumn> columns =
        new ArrayList<>(Stream.of(declared, METADATA, additional).flatMap(List::stream).toList());
    for (BronzeColumn column : declared) {
      if (column.name().startsWith("_")) {
        throw new IllegalArgumentException(
            "Column '"
                + column.name()
                + "' begins with an underscore, as only the names of metadata do");
      }
    }
    for (BronzeColumn column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("Column '" + column.name() + "' is there twice");
      }
    }
    return new BronzeSchema(columns, declared.size());
  }

  public static BronzeSchema of(List<BronzeColumn> declared) {
    return of(declared, List.of());
  }

  /** The table's row type, with descriptions. */
  public RowType rowType() {
    return new RowType(
        false,
        columns.stream()
            .map(column -> new RowType.RowField(column.name(), column.type(), column.description()))
            .toList());
  }

  public List<BronzeColumn> columns() {
    return List.copyOf(columns);
  }

  /** How many columns come before the metadata. */
  public int declaredCount() {
    return declared;
  }

  /** The index of the first additional column. */
  public int additionalStart() {
    return declared + METADATA.size();
  }

  /**
   * @throws IllegalArgumentException where there is no such column
   */
  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("There is no column '" + name + "'");
  }

  public GenericRowData newRow() {
    return new GenericRowData(columns.size());
  }

  /**
   * Sets the metadata columns, those of the inlet's own aside.
   *
   * @param before JSON of the row before the change
   * @param rescued JSON of what the declared columns do not hold
   */
  public void setMetadata(
      GenericRowData row,
      BronzeMetadata metadata,
      @Nullable StringData before,
      @Nullable StringData rescued) {
    int index = declared;
    row.setField(index++, metadata.operation().code());
    row.setField(index++, before);
    row.setField(index++, metadata.source());
    row.setField(index++, metadata.position());
    row.setField(index++, metadata.sequence());
    row.setField(index++, metadata.sourceTime());
    row.setField(index++, metadata.ingestTime());
    row.setField(index, rescued);
  }

  private static BronzeColumn text(String name, String description) {
    return new BronzeColumn(name, VarCharType.STRING_TYPE, description);
  }
}
