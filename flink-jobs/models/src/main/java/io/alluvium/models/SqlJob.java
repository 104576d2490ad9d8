package io.alluvium.models;

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Collects statements into one job. */
final class SqlJob {
  private final StreamTableEnvironment tables;
  private final SqlVariables variables;
  private final StreamStatementSet inserts;

  SqlJob(StreamTableEnvironment tables, SqlVariables variables) {
    this.tables = tables;
    this.variables = variables;
    this.inserts = tables.createStatementSet();
  }

  void addAll(List<SqlStatement> statements) {
    statements.forEach(this::add);
  }

  private void add(SqlStatement statement) {
    String sql = variables.applyTo(statement).text();
    Optional<String[]> setting = statement.setting();
    try {
      if (setting.isPresent()) {
        tables.getConfig().set(setting.get()[0], setting.get()[1]);
      } else if (statement.isInsert()) {
        inserts.addInsertSql(sql);
      } else {
        tables.executeSql(sql);
      }
    } catch (RuntimeException e) {
      throw ModelException.at(statement.place(), e);
    }
  }

  /** Adds the operators of all INSERT statements to the environment of the job. */
  void attach() {
    inserts.attachAsDataStream();
  }

  String explain() {
    return inserts.explain();
  }
}
