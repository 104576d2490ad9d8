package io.alluvium.models.deploy;

import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.Passwords;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * A statement as it was when its models were started, kept so that they are planned the same again.
 * Passwords within addresses are masked.
 *
 * @param comment where it is of
 * @param model the id of the model that it is of, or of the one of its {@link Outputs} that it
 *     makes or writes; null for those of the whole job
 */
public record KeptStatement(String sql, String comment, @Nullable String model) {
  private static final String TABLE = "CREATE TABLE IF NOT EXISTS ";
  private static final String TEMPORARY_TABLE = "CREATE TEMPORARY TABLE ";
  private static final String VIEW = "CREATE TEMPORARY VIEW ";
  private static final Pattern NAME = Pattern.compile("`((?:[^`]|``)*)`");
  private static final Pattern RELATION = Pattern.compile(NAME + "(?:\\." + NAME + ")*");

  static KeptStatement of(Statement statement) {
    return new KeptStatement(
        Passwords.masked(statement.sql()),
        statement.comment(),
        statement.model().map(node -> Outputs.of(statement, node)).orElse(null));
  }

  boolean createsTable() {
    return sql.startsWith(TABLE);
  }

  boolean createsTemporaryTable() {
    return sql.startsWith(TEMPORARY_TABLE);
  }

  boolean createsView() {
    return sql.startsWith(VIEW);
  }

  /** Whether it makes the view of all rows of a model, those that break its rules among them. */
  boolean createsCheckedRows() {
    return createsView() && sql.substring(0, sql.indexOf('\n')).endsWith("__checked` AS");
  }

  /** Of what statements mean. */
  static String digest(List<KeptStatement> statements) {
    return Fingerprints.digest(
        statements.stream()
            .map(statement -> SqlText.normalized(statement.sql()))
            .collect(Collectors.joining("\n")));
  }

  /** Whether it makes or alters tables of the lake, or what they are in. */
  boolean concernsTables() {
    return createsTable() || sql.startsWith("CREATE DATABASE ") || sql.startsWith("ALTER TABLE ");
  }

  /** The name, in backticks, of the view or temporary table that it creates. */
  String relation() {
    String start = createsView() ? VIEW : TEMPORARY_TABLE;
    Matcher name = RELATION.matcher(sql).region(start.length(), sql.length());
    if (!name.lookingAt()) {
      throw new IllegalStateException("no name in: " + sql);
    }
    return name.group();
  }

  /** Of an INSERT: the columns that it writes. */
  List<String> columns() {
    String head = sql.substring(0, sql.indexOf('\n'));
    return NAME.matcher(head.substring(head.lastIndexOf(" (`")))
        .results()
        .map(name -> name.group(1).replace("``", "`"))
        .toList();
  }

  /** Of an INSERT: where its rows are from. */
  String query() {
    return sql.substring(sql.indexOf('\n') + 1);
  }

  /** The statement that creates the table elsewhere. */
  KeptStatement creating(String table, String elsewhere) {
    return new KeptStatement(sql.replace(TABLE + table, TABLE + elsewhere), comment, model);
  }
}
