package io.alluvium.connectors.delta.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ColumnWriter;

/** Writers of rows, arrays and maps within a row, in the forms of {@link ParquetSchemas}. */
final class NestedShredders {

  private NestedShredders() {}

  /** The shredders of a row type's fields, for values that are not within an array or a map. */
  static List<Shredder> forFields(RowType rowType, String table) {
    return forFields(rowType, table, 0);
  }

  private static List<Shredder> forFields(RowType rowType, String owner, int repetitionLevel) {
    List<Shredder> shredders = new ArrayList<>();
    for (RowType.RowField field : rowType.getFields()) {
      shredders.add(
          of("Column '" + field.getName() + "' of " + owner, field.getType(), repetitionLevel));
    }
    return shredders;
  }

  /**
   * @param repetitionLevel the number of arrays and maps around the value
   */
  private static Shredder of(String column, LogicalType type, int repetitionLevel) {
    return switch (type.getTypeRoot()) {
      case ROW -> new Rows(column, (RowType) type, repetitionLevel);
      case ARRAY -> new Arrays(column, type, repetitionLevel + 1);
      case MAP -> new Maps(column, type, repetitionLevel + 1);
      default -> new LeafShredder(column, type);
    };
  }

  private static final class Rows extends Shredder {
    private final Shredder[] fields;

    Rows(String column, RowType type, int repetitionLevel) {
      super(column, type.isNullable());
      fields = forFields(type, column, repetitionLevel).toArray(new Shredder[0]);
    }

    @Override
    void bind(Iterator<ColumnWriter> writers) {
      for (Shredder field : fields) {
        field.bind(writers);
      }
    }

    @Override
    void writeAbsent(int repetition, int definition) {
      for (Shredder field : fields) {
        field.writeAbsent(repetition, definition);
      }
    }

    @Override
    void writeValue(RowData row, int pos, int repetition, int definition) {
      RowData nested = row.getRow(pos, fields.length);
      for (int i = 0; i < fields.length; i++) {
        fields[i].write(nested, i, repetition, definition);
      }
    }
  }

  /** Hands the elements of an array to a shredder, which reads rows only. */
  private static final class Elements {
    private final Shredder shredder;
    private final ArrayData.ElementGetter getter;

    Elements(String column, LogicalType type, int repetitionLevel) {
      shredder = of(column, type, repetitionLevel);
      getter = ArrayData.createElementGetter(type);
    }

    void write(ArrayData array, int index, int repetition, int definition) {
      shredder.write(
          GenericRowData.of(getter.getElementOrNull(array, index)), 0, repetition, definition);
    }
  }

  private static final class Arrays extends Shredder {
    private final Elements elements;
    private final int repetitionLevel;

    Arrays(String column, LogicalType type, int repetitionLevel) {
      super(column, type.isNullable());
      this.repetitionLevel = repetitionLevel;
      this.elements = new Elements(column, type.getChildren().get(0), repetitionLevel);
    }

    @Override
    void bind(Iterator<ColumnWriter> writers) {
      elements.shredder.bind(writers);
    }

    @Override
    void writeAbsent(int repetition, int definition) {
      elements.shredder.writeAbsent(repetition, definition);
    }

    @Override
    void writeValue(RowData row, int pos, int repetition, int definition) {
      ArrayData array = row.getArray(pos);
      if (array.size() == 0) {
        writeAbsent(repetition, definition);
      }
      for (int i = 0; i < array.size(); i++) {
        elements.write(array, i, i == 0 ? repetition : repetitionLevel, definition + 1);
      }
    }
  }

  private static final class Maps extends Shredder {
    private final Elements keys;
    private final Elements values;
    private final int repetitionLevel;

    Maps(String column, LogicalType type, int repetitionLevel) {
      super(column, type.isNullable());
      this.repetitionLevel = repetitionLevel;
      this.keys =
          new Elements(
              "A key of " + column, type.getChildren().get(0).copy(false), repetitionLevel);
      this.values = new Elements(column, type.getChildren().get(1), repetitionLevel);
    }

    @Override
    void bind(Iterator<ColumnWriter> writers) {
      keys.shredder.bind(writers);
      values.shredder.bind(writers);
    }

    @Override
    void writeAbsent(int repetition, int definition) {
      keys.shredder.writeAbsent(repetition, definition);
      values.shredder.writeAbsent(repetition, definition);
    }

    @Override
    void writeValue(RowData row, int pos, int repetition, int definition) {
      MapData map = row.getMap(pos);
      if (map.size() == 0) {
        writeAbsent(repetition, definition);
      }
      ArrayData mapKeys = map.keyArray();
      ArrayData mapValues = map.valueArray();
      for (int i = 0; i < map.size(); i++) {
        int level = i == 0 ? repetition : repetitionLevel;
        keys.write(mapKeys, i, level, definition + 1);
        values.write(mapValues, i, level, definition + 1);
      }
    }
  }
}
