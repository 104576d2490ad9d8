package io.alluvium.connectors.delta.kernel;

import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** A change of a table's schema or properties. Columns are those of the top level. */
@Internal
public sealed interface TableEdit {

  /** Where a column stands. */
  sealed interface Position {
    /** Before all others. */
    record First() implements Position {}

    /** After another. */
    record After(String column) implements Position {}
  }

  /**
   * A new column, null in the rows that are there.
   *
   * @param field its description becomes the comment
   * @param position empty for the end
   */
  record AddColumn(RowType.RowField field, Optional<Position> position) implements TableEdit {}

  /** Gives a column a type that holds all values of the one it has. */
  record WidenColumn(String column, LogicalType type) implements TableEdit {}

  /** Lets a column hold nulls. */
  record DropNotNull(String column) implements TableEdit {}

  /**
   * @param comment empty for none
   */
  record CommentColumn(String column, String comment) implements TableEdit {}

  /** Moves a column. */
  record MoveColumn(String column, Position position) implements TableEdit {}

  /** Only under column mapping: the files know the column by another name. */
  record RenameColumn(String column, String newName) implements TableEdit {}

  /** Only under column mapping: the files keep the column. */
  record DropColumn(String column) implements TableEdit {}

  /**
   * @param columns empty for no key
   */
  record SetPrimaryKey(List<String> columns) implements TableEdit {}

  /** Sets a table property. */
  record SetProperty(String key, String value) implements TableEdit {}

  /** Removes a table property, so that its default holds. */
  record RemoveProperty(String key) implements TableEdit {}
}
