package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** Decides which columns a table must have for rows of a schema, by the policy. */
final class TableColumns {
  private final String path;
  private final SchemaPolicy policy;
  private final String rescueColumn;

  TableColumns(String path, SchemaPolicy policy, String rescueColumn) {
    this.path = path;
    this.policy = policy;
    this.rescueColumn = rescueColumn;
  }

  /** The columns of a new table: those of its first row, and the rescue column. */
  RowType ofNewTable(RowType rows) {
    List<RowType.RowField> fields = new ArrayList<>(rows.getFields());
    if (policy != SchemaPolicy.STOP && rows.getFieldIndex(rescueColumn) < 0) {
      fields.add(
          new RowType.RowField(
              rescueColumn, VarCharType.STRING_TYPE, "JSON of values without a fitting column"));
    }
    return new RowType(false, fields);
  }

  /**
   * @param widening whether the table lets types grow
   * @return the table's columns, with those that the rows bring
   * @throws DeltaException where the policy, or the lack of a rescue column, wants the job to stop
   */
  RowType with(RowType rows, RowType table, boolean widening) {
    List<RowType.RowField> fields = new ArrayList<>(table.getFields());
    for (RowType.RowField field : rows.getFields()) {
      int index = table.getFieldIndex(field.getName());
      if (index < 0) {
        if (differsInCase(field.getName(), fields)) {
          rescueOrStop(field, table, "differs from another in upper and lower case only");
        } else if (policy == SchemaPolicy.EVOLVE) {
          fields.add(nullable(field));
        } else {
          rescueOrStop(field, table, "is not a column of the table");
        }
        continue;
      }
      RowType.RowField column = table.getFields().get(index);
      if (Widening.of(field.getType(), column.getType()) != null) {
        continue;
      }
      LogicalType grown = widening ? grown(column.getType(), field.getType()) : null;
      if (grown == null) {
        rescueOrStop(
            field,
            table,
            "is " + column.getType().asSummaryString() + " in the table, which does not hold it");
      } else {
        fields.set(
            index,
            new RowType.RowField(column.getName(), grown, column.getDescription().orElse(null)));
      }
    }
    return new RowType(false, fields);
  }

  /** Null where the column cannot take the wider type. */
  @Nullable
  private LogicalType grown(LogicalType column, LogicalType rows) {
    return policy == SchemaPolicy.EVOLVE && Widening.of(column, rows) != null
        ? rows.copy(column.isNullable())
        : null;
  }

  private static RowType.RowField nullable(RowType.RowField field) {
    return new RowType.RowField(
        field.getName(), field.getType().copy(true), field.getDescription().orElse(null));
  }

  private static boolean differsInCase(String name, List<RowType.RowField> fields) {
    return fields.stream().anyMatch(field -> field.getName().equalsIgnoreCase(name));
  }

  private void rescueOrStop(RowType.RowField field, RowType table, String reason) {
    int rescue = table.getFieldIndex(rescueColumn);
    if (policy == SchemaPolicy.STOP || rescue < 0 || !RescuedJson.fits(table.getTypeAt(rescue))) {
      throw new DeltaException(
          "Table "
              + path
              + ": a row brings '"
              + field.getName()
              + "' of type "
              + field.getType().asSummaryString()
              + ", which "
              + reason
              + ", and "
              + (policy == SchemaPolicy.STOP
                  ? "the schema policy is 'stop'. Change the table, or use another policy."
                  : "there is no column '"
                      + rescueColumn
                      + "' of type STRING to keep it in. Add that column, or change the table."));
    }
  }
}
