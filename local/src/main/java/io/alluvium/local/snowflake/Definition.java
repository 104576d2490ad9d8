package io.alluvium.local.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE, ALTER and DROP, as statements of DuckDB. */
final class Definition {
  private final List<Token> tokens;
  private final List<String> statements = new ArrayList<>();
  private int at;

  private Definition(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** What is to be done, in this order. A stage is none of DuckDB's. */
  static List<String> statements(List<Token> tokens) {
    Definition definition = new Definition(tokens);
    switch (tokens.get(0).text()) {
      case "CREATE" -> definition.create();
      case "ALTER" -> definition.alter();
      default -> definition.statements.add(Translation.of(tokens));
    }
    return definition.statements;
  }

  /** The stage that is to be created. */
  static Optional<String> stage(List<Token> tokens) {
    Definition definition = new Definition(tokens);
    definition.at = 1;
    if (!tokens.get(0).is("CREATE")) {
      return Optional.empty();
    }
    definition.skip("TEMPORARY");
    if (!definition.skip("STAGE")) {
      return Optional.empty();
    }
    definition.skip("IF", "NOT", "EXISTS");
    String name = definition.name();
    if (definition.at < tokens.size()) {
      throw SnowflakeError.unsupported("CREATE STAGE with options");
    }
    return Optional.of(name.replace("\"", ""));
  }

  private boolean skip(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < tokens.size() && (tokens.get(at).isName() || tokens.get(at).is("."))) {
      if (!name.isEmpty() && !tokens.get(at).is(".") && !tokens.get(at - 1).is(".")) {
        break;
      }
      name.append(tokens.get(at++).text());
    }
    return name.toString();
  }

  private void create() {
    at = 1;
    String replace = skip("OR", "REPLACE") ? "OR REPLACE " : "";
    if (skip("VIEW")) {
      String exists = skip("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
      String view = name();
      skip("COPY", "GRANTS");
      statements.add(
          "CREATE " + replace + "VIEW " + exists + view + " " + Translation.of(tokens, at));
      return;
    }
    if (skip("SCHEMA")) {
      statements.add(Translation.of(tokens));
      return;
    }
    String temporary = skip("TEMPORARY") || skip("TEMP") ? "TEMP " : "";
    if (temporary.isEmpty()) {
      skip("TRANSIENT");
    }
    if (!skip("TABLE")) {
      throw SnowflakeError.unsupported("CREATE " + tokens.get(at).text());
    }
    String exists = skip("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
    String table = name();
    if (!skip("(")) {
      throw SnowflakeError.unsupported("CREATE TABLE without columns");
    }
    List<String> columns = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    do {
      Column column = column();
      columns.add(column.name() + " " + column.type().duck() + column.constraints(true));
      comments.add(column.comment(table));
    } while (skip(","));
    if (!skip(")")) {
      throw SnowflakeError.syntax("CREATE TABLE " + table);
    }
    if (at < tokens.size()) {
      throw SnowflakeError.unsupported("CREATE TABLE with " + tokens.get(at).text());
    }
    statements.add(
        "CREATE "
            + replace
            + temporary
            + "TABLE "
            + exists
            + table
            + " ("
            + String.join(", ", columns)
            + ")");
    statements.addAll(comments);
  }

  private record Column(String name, DuckTypes.Type type, boolean notNull) {
    String constraints(boolean mayCheck) {
      if (type.maxCharacters() > 0 && !mayCheck) {
        throw SnowflakeError.unsupported("ADD COLUMN of a text with a length");
      }
      return (notNull ? " NOT NULL" : "")
          + (type.maxCharacters() > 0
              ? " CHECK (length(" + name + ") <= " + type.maxCharacters() + ")"
              : "");
    }

    /** DuckDB's types are fewer; what Snowflake's was stays with the column. */
    String comment(String table) {
      return "COMMENT ON COLUMN " + table + "." + name + " IS '" + type.snowflake() + "'";
    }
  }

  private Column column() {
    String name = tokens.get(at++).text();
    DuckTypes.Type type = DuckTypes.at(tokens, at);
    at = type.end();
    boolean notNull = skip("NOT", "NULL");
    return new Column(name, type, notNull);
  }

  private void alter() {
    at = 1;
    if (!skip("TABLE")) {
      throw SnowflakeError.unsupported("ALTER " + tokens.get(at).text());
    }
    String table = name();
    if (!skip("ADD", "COLUMN")) {
      throw SnowflakeError.unsupported("ALTER TABLE other than ADD COLUMN");
    }
    do {
      String exists = skip("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
      Column column = column();
      statements.add(
          "ALTER TABLE "
              + table
              + " ADD COLUMN "
              + exists
              + column.name()
              + " "
              + column.type().duck()
              + column.constraints(false));
      statements.add(column.comment(table));
    } while (skip(","));
    if (at < tokens.size()) {
      throw SnowflakeError.unsupported("ALTER TABLE with " + tokens.get(at).text());
    }
  }
}
