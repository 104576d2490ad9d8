package io.alluvium.models.compile;

import io.alluvium.models.graph.Node.ModelNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job runs, in order: first the preparation, then all INSERT statements as one.
 *
 * @param models in the order of their statements, views included
 */
public record JobScript(
    String job, List<Statement> preparation, List<Statement> inserts, List<CompiledModel> models) {
  /**
   * A statement.
   *
   * @param comment above it; empty for none
   * @param model that it is of; empty for those of the whole job
   */
  public record Statement(String sql, String comment, Optional<ModelNode> model) {
    static Statement of(String sql) {
      return new Statement(sql, "", Optional.empty());
    }
  }

  /** A script for Flink's SQL client. Passwords within addresses are masked. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add("-- The job '" + job + "', made by 'alluvium models compile': change the models.");
    preparation.forEach(statement -> parts.add(commented(statement) + statement.sql() + ";"));
    parts.add("EXECUTE STATEMENT SET\nBEGIN");
    inserts.forEach(statement -> parts.add(commented(statement) + statement.sql() + ";"));
    parts.add("END;");
    return Passwords.masked(String.join("\n\n", parts)) + "\n";
  }

  private static String commented(Statement statement) {
    return statement.comment().isEmpty() ? "" : "-- " + statement.comment() + "\n";
  }
}
