package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.TableEdit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Translates what {@code ALTER TABLE} asks into edits of a Delta table. */
final class TableChanges {
  private final ObjectPath table;
  private final TableOptions options;

  TableChanges(ObjectPath table, TableOptions options) {
    this.table = table;
    this.options = options;
  }

  /**
   * @throws DeltaException where a Delta table cannot be changed so, or the change is unknown
   */
  List<TableEdit> toEdits(List<TableChange> changes) {
    return changes.stream().flatMap(this::toEdits).toList();
  }

  private Stream<TableEdit> toEdits(TableChange change) {
    if (change instanceof TableChange.AddColumn add) {
      return Stream.of(
          new TableEdit.AddColumn(field(add.getColumn()), position(add.getPosition())));
    } else if (change instanceof TableChange.ModifyPhysicalColumnType modify) {
      return type(modify);
    } else if (change instanceof TableChange.ModifyColumnComment modify) {
      return Stream.of(
          new TableEdit.CommentColumn(
              modify.getOldColumn().getName(), orEmpty(modify.getNewComment())));
    } else if (change instanceof TableChange.ModifyColumnPosition modify) {
      return Stream.of(
          new TableEdit.MoveColumn(
              modify.getOldColumn().getName(), position(modify.getNewPosition()).orElseThrow()));
    } else if (change instanceof TableChange.ModifyColumnName modify) {
      return Stream.of(
          new TableEdit.RenameColumn(modify.getOldColumnName(), modify.getNewColumnName()));
    } else if (change instanceof TableChange.DropColumn drop) {
      return Stream.of(new TableEdit.DropColumn(drop.getColumnName()));
    } else if (change instanceof TableChange.AddUniqueConstraint add) {
      return Stream.of(new TableEdit.SetPrimaryKey(add.getConstraint().getColumns()));
    } else if (change instanceof TableChange.ModifyUniqueConstraint modify) {
      return Stream.of(new TableEdit.SetPrimaryKey(modify.getNewConstraint().getColumns()));
    } else if (change instanceof TableChange.DropConstraint) {
      return Stream.of(new TableEdit.SetPrimaryKey(List.of()));
    } else if (change instanceof TableChange.SetOption set) {
      options.requireSettable(set.getKey());
      return Stream.of(new TableEdit.SetProperty(set.getKey(), set.getValue()));
    } else if (change instanceof TableChange.ResetOption reset) {
      options.requireSettable(reset.getKey());
      return Stream.of(new TableEdit.RemoveProperty(reset.getKey()));
    }
    // Passed over in silence it would look as if it had been done.
    throw refused(change + " is not possible for a Delta table.");
  }

  private Stream<TableEdit> type(TableChange.ModifyPhysicalColumnType change) {
    String column = change.getOldColumn().getName();
    LogicalType before = change.getOldColumn().getDataType().getLogicalType();
    LogicalType after = change.getNewType().getLogicalType();
    if (before.isNullable() && !after.isNullable()) {
      throw refused(
          "Column '" + column + "' cannot become NOT NULL: rows that are there may hold nulls.");
    }
    Stream<TableEdit> nullable =
        !before.isNullable() && after.isNullable()
            ? Stream.of(new TableEdit.DropNotNull(column))
            : Stream.empty();
    return Stream.concat(nullable, Stream.of(new TableEdit.WidenColumn(column, after)));
  }

  private RowType.RowField field(Column column) {
    if (!column.isPhysical()) {
      throw refused(
          "Column '"
              + column.getName()
              + "' is computed or metadata, which a Delta table does not keep. Declare it in a"
              + " view.");
    }
    return new RowType.RowField(
        column.getName(), column.getDataType().getLogicalType(), column.getComment().orElse(null));
  }

  private static Optional<TableEdit.Position> position(
      @Nullable TableChange.ColumnPosition position) {
    if (position == null) {
      return Optional.empty();
    }
    return Optional.of(
        position instanceof TableChange.After after
            ? new TableEdit.Position.After(after.column())
            : new TableEdit.Position.First());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private DeltaException refused(String reason) {
    return new DeltaException("Cannot alter table " + table.getFullName() + ". " + reason);
  }
}
