package io.alluvium.cdc.bronze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * How rows of one schema lie in bronze: the source's columns, all nullable, and then the metadata.
 *
 * <p>Delta takes names for the same that differ in upper and lower case only, and refuses some
 * characters, for which an underscore stands. A column whose name is taken by then has none in
 * bronze: its values are rescued under its own name.
 */
public final class BronzeLayout {
  private static final Pattern REFUSED = Pattern.compile("[ ,;{}()\\n\\t=]");

  private final RowType columns;
  private final RowType rowType;
  private final RowJson json;
  private final RowData.FieldGetter[] kept;
  private final int[] withoutColumn;

  public BronzeLayout(RowType columns) {
    this.columns = columns;
    this.json = new RowJson(columns);
    List<RowType.RowField> fields = new ArrayList<>();
    List<RowData.FieldGetter> getters = new ArrayList<>();
    List<Integer> rescued = new ArrayList<>();
    Set<String> names = new HashSet<>(BronzeColumns.METADATA_NAMES);
    for (int i = 0; i < columns.getFieldCount(); i++) {
      RowType.RowField field = columns.getFields().get(i);
      String name = columnName(field.getName());
      if (names.add(name.toLowerCase(Locale.ROOT))) {
        fields.add(new RowType.RowField(name, field.getType().copy(true), comment(field, name)));
        getters.add(RowData.createFieldGetter(field.getType().copy(true), i));
      } else {
        rescued.add(i);
      }
    }
    fields.addAll(BronzeColumns.METADATA);
    this.rowType = new RowType(false, fields);
    this.kept = getters.toArray(RowData.FieldGetter[]::new);
    this.withoutColumn = rescued.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String columnName(String name) {
    return name.isEmpty() ? "_" : REFUSED.matcher(name).replaceAll("_");
  }

  private static String comment(RowType.RowField field, String name) {
    return name.equals(field.getName())
        ? field.getDescription().orElse(null)
        : "Column '" + field.getName() + "' of the source";
  }

  /** Of the table in the lake, where it is new. */
  public RowType rowType() {
    return rowType;
  }

  boolean isFor(RowType other) {
    return columns.equals(other);
  }

  RowJson json() {
    return json;
  }

  /** Columns of the source that have none in bronze. */
  int[] withoutColumn() {
    return withoutColumn;
  }

  /** The source's columns of a bronze row: the row itself where all of them have one. */
  RowData project(RowData row) {
    if (withoutColumn.length == 0) {
      return row;
    }
    GenericRowData projected = new GenericRowData(kept.length);
    for (int i = 0; i < kept.length; i++) {
      projected.setField(i, kept[i].getFieldOrNull(row));
    }
    return projected;
  }

  /** The source's columns of a row that has none. */
  RowData empty() {
    return new GenericRowData(kept.length);
  }
}
