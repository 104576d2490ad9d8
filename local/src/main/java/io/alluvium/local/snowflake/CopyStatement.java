package io.alluvium.local.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code COPY INTO table (columns) FROM (SELECT expressions FROM @stage/path) FILE_FORMAT = (...)}
 * of CSV files.
 */
final class CopyStatement {
  /** The only ones that the double reads as Snowflake does. */
  private static final Map<String, Set<String>> FORMAT =
      Map.of(
          "TYPE", Set.of("CSV"),
          "COMPRESSION", Set.of("GZIP"),
          "FIELD_OPTIONALLY_ENCLOSED_BY", Set.of("'\"'"),
          "NULL_IF", Set.of("()"),
          "EMPTY_FIELD_AS_NULL", Set.of("TRUE"),
          "ESCAPE_UNENCLOSED_FIELD", Set.of("NONE"),
          "ESCAPE", Set.of("NONE"),
          "BINARY_FORMAT", Set.of("BASE64"),
          "ENCODING", Set.of("'UTF8'"));

  private static final Set<String> OPTIONS = Set.of("PURGE", "FORCE", "ON_ERROR");

  private final List<Token> table;
  private final List<Token> columns;
  private final List<Token> expressions;
  private final String stage;
  private final boolean purge;
  private final boolean force;

  private CopyStatement(
      List<Token> table,
      List<Token> columns,
      List<Token> expressions,
      String stage,
      boolean purge,
      boolean force) {
    this.table = table;
    this.columns = columns;
    this.expressions = expressions;
    this.stage = stage;
    this.purge = purge;
    this.force = force;
  }

  static CopyStatement of(List<Token> tokens) {
    int at = 2;
    List<Token> table = new ArrayList<>();
    while (!tokens.get(at).is("(") && !tokens.get(at).is("FROM")) {
      table.add(tokens.get(at++));
    }
    List<Token> columns = List.of();
    if (tokens.get(at).is("(")) {
      int end = closing(tokens, at);
      columns = tokens.subList(at, end + 1);
      at = end + 1;
    }
    expect(tokens, at++, "FROM");
    expect(tokens, at, "(");
    int end = closing(tokens, at);
    expect(tokens, at + 1, "SELECT");
    if (tokens.get(end - 1).kind() != Token.Kind.STAGE) {
      throw SnowflakeError.unsupported("COPY of what is no stage, or with an alias");
    }
    expect(tokens, end - 2, "FROM");
    List<Token> expressions = tokens.subList(at + 2, end - 2);
    Map<String, String> options = options(tokens, end + 1);
    return new CopyStatement(
        table,
        columns,
        expressions,
        tokens.get(end - 1).text(),
        "TRUE".equals(options.get("PURGE")),
        "TRUE".equals(options.get("FORCE")));
  }

  private static void expect(List<Token> tokens, int at, String word) {
    if (at >= tokens.size() || !tokens.get(at).is(word)) {
      throw SnowflakeError.syntax("COPY INTO needs " + word);
    }
  }

  private static int closing(List<Token> tokens, int opening) {
    int depth = 0;
    for (int i = opening; i < tokens.size(); i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw SnowflakeError.syntax("a parenthesis without its pair");
  }

  private static Map<String, String> options(List<Token> tokens, int start) {
    Map<String, String> options = new HashMap<>();
    int at = start;
    while (at < tokens.size()) {
      String key = tokens.get(at).text();
      expect(tokens, at + 1, "=");
      if (key.equals("FILE_FORMAT")) {
        int end = closing(tokens, at + 2);
        checkFormat(tokens.subList(at + 3, end));
        at = end + 1;
      } else if (OPTIONS.contains(key)) {
        options.put(key, tokens.get(at + 2).text());
        at += 3;
      } else {
        throw SnowflakeError.unsupported("the option " + key + " of COPY INTO");
      }
    }
    if (!options.getOrDefault("ON_ERROR", "ABORT_STATEMENT").equals("ABORT_STATEMENT")) {
      throw SnowflakeError.unsupported("ON_ERROR = " + options.get("ON_ERROR"));
    }
    return options;
  }

  private static void checkFormat(List<Token> tokens) {
    Map<String, String> format = new HashMap<>();
    int at = 0;
    while (at < tokens.size()) {
      String key = tokens.get(at).text();
      expect(tokens, at + 1, "=");
      boolean isList = tokens.get(at + 2).is("(");
      format.put(key, isList ? "()" : tokens.get(at + 2).text());
      at = isList ? closing(tokens, at + 2) + 1 : at + 3;
    }
    if (!format.keySet().equals(FORMAT.keySet())
        || !FORMAT.entrySet().stream()
            .allMatch(known -> known.getValue().contains(format.get(known.getKey())))) {
      throw SnowflakeError.unsupported("the file format " + format);
    }
  }

  String stage() {
    return stage;
  }

  boolean purges() {
    return purge;
  }

  /** Whether files are loaded that were loaded before. */
  boolean isForced() {
    return force;
  }

  String table() {
    return Translation.of(table).trim();
  }

  /** Of DuckDB, for the files. */
  String insert(List<Path> files) {
    int width =
        expressions.stream()
            .filter(token -> token.kind() == Token.Kind.FILE_COLUMN)
            .mapToInt(token -> Integer.parseInt(token.text().substring(1)))
            .max()
            .orElse(1);
    String columnTypes =
        IntStream.rangeClosed(1, width)
            .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
            .collect(Collectors.joining(", "));
    String names =
        files.stream()
            .map(file -> "'" + file.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + table()
        + " "
        + Translation.of(columns)
        + "SELECT "
        + Translation.of(expressions)
        + "FROM read_csv(["
        + names
        + "], columns = {"
        + columnTypes
        + "}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
        + " nullstr = '', allow_quoted_nulls = false, compression = 'gzip', max_line_size ="
        + " 40000000, buffer_size = 80000000, parallel = false)";
  }

  void deletePurged(List<Path> files) {
    if (!purge) {
      return;
    }
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
