package io.alluvium.cli.models;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.maintenance.RollbackPlan;
import io.alluvium.models.deploy.PlannedRollback;
import io.alluvium.models.deploy.PlannedRollback.Reader;
import io.alluvium.models.deploy.PlannedRollback.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/** Says what a rollback would undo, and who would see it. */
final class RollbackReport {
  private static final List<String> NAMES =
      List.of("job", "savepoint", "tables", "newer_tables", "stores", "readers");
  private static final List<String> OF_TABLES =
      List.of(
          "table",
          "from_version",
          "to_version",
          "commits",
          "rows_added",
          "rows_removed",
          "files_added",
          "files_removed",
          "schema_changes",
          "commits_of_others");

  private final PlannedRollback rollback;
  private final String models;

  /**
   * @param models the command that runs the project's jobs
   */
  RollbackReport(PlannedRollback rollback, String models) {
    this.rollback = rollback;
    this.models = models;
  }

  void write(OutputFormat format, PrintWriter out) throws IOException {
    switch (format) {
      case text -> tell(out);
      case csv ->
          format.write(
              OF_TABLES, rollback.tables().stream().map(RollbackReport::row).iterator(), out);
      case json ->
          format.writeOne(
              NAMES,
              Row.of(
                  rollback.job(),
                  rollback.savepoint(),
                  rollback.tables().stream().map(RollbackReport::named).toArray(),
                  rollback.newer().toArray(),
                  rollback.stores().toArray(),
                  rollback.readers().stream().map(RollbackReport::reader).toArray()),
              out);
    }
    out.flush();
  }

  private static Row row(Table table) {
    RollbackPlan plan = table.plan();
    return Row.of(
        table.name(),
        plan.from(),
        plan.to(),
        (long) plan.undone().size(),
        known(plan.rowsAdded()),
        known(plan.rowsRemoved()),
        plan.filesAdded(),
        plan.filesRemoved(),
        plan.changesMetadata(),
        plan.others().stream().map(RollbackReport::text).toArray());
  }

  private static Long known(long rows) {
    return rows < 0 ? null : rows;
  }

  private static Map<String, Object> named(Table table) {
    Row plain = row(table);
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < OF_TABLES.size(); i++) {
      named.put(OF_TABLES.get(i), plain.getField(i));
    }
    return named;
  }

  private static Map<String, Object> reader(Reader reader) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("job", reader.job());
    row.put("model", reader.model());
    row.put("table", reader.table());
    row.put("store", reader.isStore());
    row.put("follows", reader.follows());
    return row;
  }

  private static String text(CommitSummary commit) {
    return commit.version() + " " + commit.operation() + " by " + commit.engine();
  }

  private void tell(PrintWriter out) {
    rollback.tables().forEach(table -> tell(table, out));
    rollback
        .newer()
        .forEach(
            table ->
                out.println(
                    table + ": was not written then; stays as it is, and is not written any more"));
    for (String store : rollback.stores()) {
      out.println(
          store
              + ": the store stays as it is; afterwards write all rows to it again with '"
              + models
              + " --full-refresh --select "
              + store
              + "'");
    }
    for (Reader reader : rollback.readers()) {
      out.println(
          reader.job()
              + "."
              + reader.model()
              + ": reads "
              + reader.table()
              + (reader.follows()
                  ? ", and follows: what is undone comes as changes"
                  : ", of which it takes added rows only: its job will stop, and the model must be"
                      + " built anew with '"
                      + models
                      + " --full-refresh --select "
                      + reader.model()
                      + "'"));
    }
  }

  private static void tell(Table table, PrintWriter out) {
    RollbackPlan plan = table.plan();
    if (plan.isNothing()) {
      out.println(table.name() + ": stays at version " + plan.from() + ", nothing to undo");
      return;
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%s: from version %d back to version %d: undoes %d commits, which added %s rows and took"
                + " %s away%s",
            table.name(),
            plan.from(),
            plan.to(),
            plan.undone().size(),
            rows(plan.rowsAdded()),
            rows(plan.rowsRemoved()),
            plan.changesMetadata() ? ", and changed the schema or properties" : ""));
    plan.others().forEach(commit -> out.println("    of others: version " + text(commit)));
  }

  private static String rows(long rows) {
    return rows < 0 ? "an unknown number of" : String.format(Locale.ROOT, "%d", rows);
  }

  /** The tables that others have written since, with the versions. */
  static String othersOf(PlannedRollback rollback) {
    return rollback.writtenByOthers().stream()
        .map(
            table ->
                table.name()
                    + " (version "
                    + table.plan().others().stream()
                        .map(RollbackReport::text)
                        .collect(Collectors.joining(", version "))
                    + ")")
        .collect(Collectors.joining(", "));
  }
}
