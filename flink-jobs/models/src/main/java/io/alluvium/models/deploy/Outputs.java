package io.alluvium.models.deploy;

import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.quality.CheckedRows;

/**
 * What a model writes besides its table: its rows in quarantine, and what its other rules tell of.
 * Each runs, is built and is swapped like a model, and is known by an id that begins with that of
 * the model.
 */
final class Outputs {
  private static final String QUARANTINE = "/quarantine";
  private static final String RULES = "/rules";

  private Outputs() {}

  /** The id of what a statement of a model makes or writes. */
  static String of(Statement statement, ModelNode node) {
    boolean inQuarantine = node.schema().equals(CheckedRows.SCHEMA);
    if (!inQuarantine && isAbout(statement.sql(), CheckedRows.quarantine(node.name()))) {
      return node.id() + QUARANTINE;
    }
    return isAbout(statement.sql(), CheckedRows.violations(node.name()))
        ? node.id() + RULES
        : node.id();
  }

  private static boolean isAbout(String sql, Relation table) {
    return sql.startsWith("CREATE TABLE IF NOT EXISTS " + table + " (")
        || sql.startsWith("CREATE TEMPORARY TABLE " + table + " (")
        || sql.startsWith("INSERT INTO " + table + "\n");
  }

  /** The id of the model that an output, or the model itself, is of. */
  static String owner(String id) {
    int end = id.indexOf('/');
    return end < 0 ? id : id.substring(0, end);
  }

  static boolean isOfModel(String id) {
    return id.indexOf('/') < 0;
  }

  static boolean isQuarantine(String id) {
    return id.endsWith(QUARANTINE);
  }

  /** Whether it is of rules that do not keep a row from the table. */
  static boolean isOfRules(String id) {
    return id.endsWith(RULES);
  }

  static String quarantineOf(String model) {
    return model + QUARANTINE;
  }

  static String rulesOf(String model) {
    return model + RULES;
  }
}
