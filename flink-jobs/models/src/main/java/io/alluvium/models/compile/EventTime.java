package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Relation;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * How event time is made of a column.
 *
 * @param expression of SQL
 * @param needsFunction whether {@link #FUNCTION} must come before
 */
public record EventTime(String expression, boolean needsFunction) {
  /**
   * Makes the function known, which cuts microseconds off for less than CAST costs. Every session
   * that has a table's event time needs it.
   */
  public static final String FUNCTION =
      "CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS to_millis AS"
          + " 'io.alluvium.udfs.time.ToMillis'";

  /**
   * @param place where the watermark is said
   * @param table known to the session
   * @throws ModelException where the table has no such column
   */
  static EventTime of(TableEnvironment tables, String place, Relation table, String column) {
    ResolvedSchema schema = tables.from(table.toString()).getResolvedSchema();
    Column found =
        schema
            .getColumn(column)
            .orElseThrow(
                () ->
                    new ModelException(
                        place
                            + ": watermark: there is no column '"
                            + column
                            + "' among "
                            + String.join(", ", schema.getColumnNames())));
    String quoted = Relation.quoted(column);
    return found.getDataType().getLogicalType().is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
        ? new EventTime("to_millis(" + quoted + ")", true)
        : new EventTime("CAST(" + quoted + " AS TIMESTAMP_LTZ(3))", false);
  }
}
