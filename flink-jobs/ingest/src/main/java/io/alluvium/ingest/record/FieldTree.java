package io.alluvium.ingest.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** The fields of a record that lead to declared columns. */
final class FieldTree {
  /** A field: either of a column, or an object that has such fields. */
  static final class Field {
    private final int id;
    private final Map<String, Field> children = new HashMap<>();
    private int column = -1;

    private Field(int id) {
      this.id = id;
    }

    /** Counts the fields of a tree from 0. */
    int id() {
      return id;
    }

    /** Of the column's place among the declared; -1 where the field is an object of such. */
    int column() {
      return column;
    }

    /** Null where no column is there, nor below. */
    @Nullable
    Field child(String name) {
      return children.get(name);
    }
  }

  private final Field root = new Field(0);
  private int size = 1;

  /**
   * @throws IllegalArgumentException where two columns read one field, or one reads a field of
   *     another
   */
  FieldTree(List<DeclaredColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      DeclaredColumn column = columns.get(i);
      Field field = root;
      for (String name : column.path()) {
        // Interned as the parser's names are: most are then found by their identity.
        Field parent = field;
        field = field.children.computeIfAbsent(name.intern(), key -> new Field(size++));
        if (parent.column >= 0) {
          throw conflict(columns.get(parent.column), column);
        }
      }
      if (field.column >= 0) {
        throw conflict(columns.get(field.column), column);
      }
      if (!field.children.isEmpty()) {
        throw new IllegalArgumentException(
            "Column '" + column.name() + "' reads an object of which other columns read fields");
      }
      field.column = i;
    }
  }

  private static IllegalArgumentException conflict(DeclaredColumn one, DeclaredColumn other) {
    return new IllegalArgumentException(
        "Columns '" + one.name() + "' and '" + other.name() + "' read the same field");
  }

  Field root() {
    return root;
  }

  int size() {
    return size;
  }
}
