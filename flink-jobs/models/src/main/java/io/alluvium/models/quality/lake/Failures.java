package io.alluvium.models.quality.lake;

import io.alluvium.models.jinja.Relation;
import io.alluvium.models.quality.Rule;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;

/** The failing rows of a test, to look at. */
final class Failures {
  private static final String SCHEMA = "dbt_test__audit";

  private final TableEnvironment tables;
  private final String query;

  Failures(TableEnvironment tables, String query) {
    this.tables = tables;
    this.query = query;
  }

  static String message(
      Optional<Rule> rule, long failures, Optional<String> value, OptionalLong rows) {
    String of = rows.isPresent() ? " of " + rows.getAsLong() + " rows" : "";
    Rule known = rule.orElse(null);
    if (known instanceof Rule.OfRows ofRows) {
      return failures
          + of
          + ": "
          + String.join(", ", ofRows.columns()).replace("`", "")
          + (ofRows.columns().isEmpty() ? "" : " ")
          + ofRows.must();
    } else if (known instanceof Rule.OfValue ofValue) {
      return value.map(found -> "found " + found).orElse("found no value")
          + ", which "
          + ofValue.must();
    } else if (known instanceof Rule.OfSchema ofSchema) {
      return ofSchema.message();
    } else if (known instanceof Rule.OfQuery ofQuery) {
      return failures + (failures == 1 ? " result" : " results") + ": " + ofQuery.must();
    }
    return failures + (failures == 1 ? " row" : " rows") + ", expected none";
  }

  /** Writes the rows to a table of the test's name, in place of those of the last time. */
  String store(String test, Optional<Long> limit) {
    String name = new Relation("lake", SCHEMA, test).toString();
    ResolvedSchema schema = tables.sqlQuery(query).getResolvedSchema();
    tables.executeSql("CREATE DATABASE IF NOT EXISTS `lake`." + Relation.quoted(SCHEMA));
    // The rows of another query may have other columns.
    tables.executeSql("DROP TABLE IF EXISTS " + name);
    tables.executeSql(
        "CREATE TABLE "
            + name
            + " ("
            + schema.getColumns().stream().map(Failures::column).collect(Collectors.joining(", "))
            + ")");
    try {
      tables
          .executeSql(
              "INSERT INTO "
                  + name
                  + " SELECT * FROM ("
                  + query
                  + "\n)"
                  + limit.map(rows -> " LIMIT " + rows).orElse(""))
          .await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }

  private static String column(Column column) {
    return Relation.quoted(column.getName())
        + " "
        + column.getDataType().getLogicalType().copy(true).asSummaryString();
  }
}
