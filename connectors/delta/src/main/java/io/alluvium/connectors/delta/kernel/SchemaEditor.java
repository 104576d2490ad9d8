package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.internal.types.TypeWideningChecker;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TypeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.RowType;

/** Applies edits to a schema, and refuses those that the table's files could not follow. */
final class SchemaEditor {
  private static final String COMMENT = "comment";

  private final KernelSnapshot table;
  private final String path;
  private final List<StructField> fields;
  private boolean changed;

  SchemaEditor(String path, KernelSnapshot table) {
    this.path = path;
    this.table = table;
    this.fields = new ArrayList<>(table.kernel().getSchema().fields());
  }

  boolean isChanged() {
    return changed;
  }

  StructType schema() {
    return new StructType(fields);
  }

  void add(TableEdit.AddColumn edit) {
    StructField field = newField(edit.field());
    if (indexOf(field.getName()) >= 0) {
      throw refused("There is a column '" + field.getName() + "' already.");
    }
    if (!field.isNullable()) {
      throw refused(
          "The new column '"
              + field.getName()
              + "' is NOT NULL, but the rows that are there have no value for it. Leave out NOT"
              + " NULL.");
    }
    fields.add(edit.position().map(this::indexAt).orElse(fields.size()), field);
    changed = true;
  }

  private static StructField newField(RowType.RowField field) {
    return DeltaTypes.toStruct(new RowType(false, List.of(field))).at(0);
  }

  void widen(TableEdit.WidenColumn edit) {
    int index = require(edit.column());
    StructField field = fields.get(index);
    StructField target =
        newField(new RowType.RowField(edit.column(), edit.type().copy(field.isNullable())));
    DataType from = field.getDataType();
    DataType to = target.getDataType();
    if (from.equals(to)) {
      return;
    }
    if (isNested(from) || isNested(to) || !TypeWideningChecker.isWideningSupported(from, to)) {
      throw refused(
          String.format(
              "Column '%s' cannot become %s from %s. Delta widens TINYINT, SMALLINT, INT to a"
                  + " longer integer, DOUBLE or a DECIMAL that holds them, FLOAT to DOUBLE, DATE"
                  + " to TIMESTAMP, and DECIMAL to more digits. Add a column of the new type, or"
                  + " write to a new table.",
              edit.column(), to, from));
    }
    if (!"true".equals(table.properties().get("delta.enableTypeWidening"))) {
      throw refused(
          "Widening a type needs the Delta feature 'typeWidening', which older readers lack. Allow"
              + " it with ALTER TABLE ... SET ('delta.enableTypeWidening' = 'true').");
    }
    if (table.partitionColumns().contains(field.getName())) {
      throw refused("Column '" + edit.column() + "' is a partition column. Its type stays.");
    }
    List<TypeChange> changes = new ArrayList<>(field.getTypeChanges());
    changes.add(new TypeChange(from, to));
    fields.set(index, field.withDataType(to).withTypeChanges(changes));
    changed = true;
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  void dropNotNull(TableEdit.DropNotNull edit) {
    int index = require(edit.column());
    StructField field = fields.get(index);
    if (!field.isNullable()) {
      fields.set(
          index,
          new StructField(field.getName(), field.getDataType(), true, field.getMetadata())
              .withTypeChanges(field.getTypeChanges()));
      changed = true;
    }
  }

  void comment(TableEdit.CommentColumn edit) {
    int index = require(edit.column());
    StructField field = fields.get(index);
    FieldMetadata.Builder metadata =
        FieldMetadata.builder().fromMetadata(field.getMetadata()).remove(COMMENT);
    if (!edit.comment().isEmpty()) {
      metadata = metadata.putString(COMMENT, edit.comment());
    }
    fields.set(index, field.withNewMetadata(metadata.build()));
    changed = true;
  }

  void move(TableEdit.MoveColumn edit) {
    StructField field = fields.remove(require(edit.column()));
    fields.add(indexAt(edit.position()), field);
    changed = true;
  }

  void rename(TableEdit.RenameColumn edit) {
    requireColumnMapping("Renaming a column");
    requireUnused(edit.column());
    int index = require(edit.column());
    StructField field = fields.get(index);
    if (indexOf(edit.newName()) >= 0 && indexOf(edit.newName()) != index) {
      throw refused("There is a column '" + edit.newName() + "' already.");
    }
    fields.set(
        index,
        new StructField(
                edit.newName(), field.getDataType(), field.isNullable(), field.getMetadata())
            .withTypeChanges(field.getTypeChanges()));
    changed = true;
  }

  void drop(TableEdit.DropColumn edit) {
    requireColumnMapping("Dropping a column");
    requireUnused(edit.column());
    fields.remove(require(edit.column()));
    changed = true;
  }

  private void requireColumnMapping(String what) {
    if (!ColumnMappings.isMapped(table)) {
      throw refused(
          what
              + " needs column mapping, since the files know columns by their names. Write to a new"
              + " table.");
    }
  }

  private void requireUnused(String column) {
    if (table.partitionColumns().contains(column)) {
      throw refused("Column '" + column + "' is a partition column. Write to a new table.");
    }
    if (table.primaryKey().contains(column)) {
      throw refused(
          "Column '"
              + column
              + "' is part of the primary key. Drop the key first: ALTER TABLE ... DROP PRIMARY"
              + " KEY.");
    }
  }

  /** Names differ by more than case: other readers do not tell them apart otherwise. */
  private int indexOf(String column) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }

  int require(String column) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equals(column)) {
        return i;
      }
    }
    throw refused("There is no column '" + column + "' in " + names() + ".");
  }

  private Set<String> names() {
    return fields.stream()
        .map(StructField::getName)
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  private int indexAt(TableEdit.Position position) {
    return position instanceof TableEdit.Position.After after ? require(after.column()) + 1 : 0;
  }

  private DeltaException refused(String reason) {
    return TableAlteration.refused(path, reason);
  }
}
