package io.alluvium.local.snowflake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/** Runs the statements of one session, one after another. */
final class DuckSession implements AutoCloseable {
  /** What Snowflake's functions are that DuckDB has under another name or not at all. */
  private static final List<String> FUNCTIONS =
      List.of(
          "CREATE TEMP MACRO PARSE_JSON(x) AS json(x)",
          "CREATE TEMP MACRO IFF(condition, a, b) AS CASE WHEN condition THEN a ELSE b END",
          "CREATE TEMP MACRO NVL(a, b) AS coalesce(a, b)",
          "CREATE TEMP MACRO TO_BINARY(x, format) AS CASE WHEN format = 'BASE64' THEN"
              + " from_base64(x) ELSE error('only BASE64 is known') END",
          "CREATE TEMP MACRO DATEADD(part, n, t) AS CASE WHEN part = 'SECOND' THEN t +"
              + " to_seconds(n) ELSE error('only SECOND is known') END");

  /** In each schema from its beginning on: two sessions cannot make it at the same time. */
  static final String LOADS =
      "CREATE TABLE IF NOT EXISTS \"_LOADED\" (target VARCHAR, file VARCHAR, digest VARCHAR)";

  /** Where names without a database and a schema are. */
  record Place(@Nullable String database, @Nullable String schema) {}

  private final Connection connection;
  private final Stages stages;
  private final Set<String> readOnlyTables;
  private final TableLock.Hold lock;
  private final boolean hasWarehouse;
  private Place place;
  private boolean autocommit = true;
  private boolean inTransaction;

  DuckSession(
      Connection connection,
      Stages stages,
      Set<String> readOnlyTables,
      TableLock lock,
      Place place,
      boolean hasWarehouse)
      throws SQLException {
    this.connection = connection;
    this.stages = stages;
    this.readOnlyTables = readOnlyTables;
    this.lock = lock.new Hold();
    this.hasWarehouse = hasWarehouse;
    this.place = place;
    for (String function : FUNCTIONS) {
      execute(function);
    }
    execute("SET TimeZone = 'UTC'");
    if (place.schema() != null) {
      execute("USE \"" + place.database() + "\".\"" + place.schema() + "\"");
      execute(LOADS);
    }
  }

  Place place() {
    if (place.schema() == null) {
      throw SnowflakeError.noDatabase();
    }
    return place;
  }

  boolean autocommit() {
    return autocommit;
  }

  /**
   * @throws SnowflakeError as Snowflake would
   */
  StatementResult run(List<Token> tokens, @Nullable Bindings bindings) {
    StatementKind kind = StatementKind.of(tokens);
    try {
      return run(kind, tokens, bindings);
    } catch (SQLException e) {
      throw SnowflakeError.of(e);
    }
  }

  private StatementResult run(StatementKind kind, List<Token> tokens, @Nullable Bindings bindings)
      throws SQLException {
    return switch (kind) {
      case BEGIN -> {
        begin();
        yield done(kind);
      }
      case COMMIT -> {
        end("COMMIT");
        yield done(kind);
      }
      case ROLLBACK -> {
        end("ROLLBACK");
        yield done(kind);
      }
      case ALTER_SESSION -> {
        alterSession(tokens);
        yield done(kind);
      }
      case USE -> {
        use(tokens);
        yield done(kind);
      }
      case CREATE, ALTER, DROP -> {
        end("COMMIT");
        define(tokens);
        yield done(kind);
      }
      case SELECT -> select(tokens, bindings);
      default -> change(kind, tokens, bindings);
    };
  }

  private static StatementResult done(StatementKind kind) {
    return StatementResult.message(kind, "Statement executed successfully.");
  }

  private void begin() throws SQLException {
    if (!inTransaction) {
      execute("BEGIN TRANSACTION");
      inTransaction = true;
    }
  }

  private void end(String how) throws SQLException {
    try {
      if (inTransaction) {
        inTransaction = false;
        execute(how);
      }
    } finally {
      lock.release();
    }
  }

  private void alterSession(List<Token> tokens) throws SQLException {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).is("AUTOCOMMIT")) {
        autocommit = tokens.get(i + 2).is("TRUE");
        if (autocommit) {
          end("COMMIT");
        }
      }
    }
  }

  private void use(List<Token> tokens) throws SQLException {
    switch (tokens.get(1).text()) {
      case "WAREHOUSE", "ROLE" -> {}
      case "SCHEMA" -> {
        String schema = tokens.get(tokens.size() - 1).name();
        place = new Place(tokens.size() > 4 ? tokens.get(2).name() : place().database(), schema);
        execute("USE \"" + place.database() + "\".\"" + schema + "\"");
        execute(LOADS);
      }
      default -> throw SnowflakeError.unsupported("USE " + tokens.get(1).text());
    }
  }

  private void define(List<Token> tokens) throws SQLException {
    place();
    var stage = Definition.stage(tokens);
    if (stage.isPresent()) {
      stages.create(stage.get(), place(), tokens.stream().anyMatch(token -> token.is("EXISTS")));
      return;
    }
    lock.take();
    try {
      for (String statement : Definition.statements(tokens)) {
        execute(statement);
      }
    } finally {
      lock.release();
    }
  }

  private StatementResult select(List<Token> tokens, @Nullable Bindings bindings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Translation.of(tokens))) {
      if (bindings != null) {
        bindings.set(statement, 0);
      }
      try (ResultSet rows = statement.executeQuery()) {
        ResultSetMetaData metadata = rows.getMetaData();
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
          columns.add(ResultColumn.of(metadata, i));
        }
        List<List<String>> texts = new ArrayList<>();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 0; i < columns.size(); i++) {
            row.add(columns.get(i).text(rows, i + 1));
          }
          texts.add(row);
        }
        return new StatementResult(StatementKind.SELECT, columns, texts);
      }
    }
  }

  private StatementResult change(
      StatementKind kind, List<Token> tokens, @Nullable Bindings bindings) throws SQLException {
    place();
    if (!hasWarehouse) {
      throw SnowflakeError.noWarehouse();
    }
    for (Token token : tokens) {
      if (token.isName() && readOnlyTables.contains(token.name())) {
        throw SnowflakeError.noPrivilege(token.name());
      }
    }
    lock.take();
    boolean alone = autocommit && !inTransaction;
    try {
      begin();
      long count =
          kind == StatementKind.COPY ? copy(tokens) : update(Translation.of(tokens), bindings);
      if (alone) {
        end("COMMIT");
      }
      return StatementResult.changed(kind, count);
    } catch (SQLException | RuntimeException e) {
      if (alone) {
        end("ROLLBACK");
      }
      throw e;
    }
  }

  private long update(String sql, @Nullable Bindings bindings) throws SQLException {
    long count = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int rows = bindings == null ? 1 : bindings.rows();
      for (int row = 0; row < rows; row++) {
        if (bindings != null) {
          bindings.set(statement, row);
        }
        count += statement.executeUpdate();
      }
    }
    return count;
  }

  private long copy(List<Token> tokens) throws SQLException {
    CopyStatement copy = CopyStatement.of(tokens);
    List<Path> files = new ArrayList<>();
    for (Path file : stages.files(copy.stage(), place())) {
      if (LoadedFiles.add(connection, copy.table(), file) || copy.isForced()) {
        files.add(file);
      }
    }
    long count = files.isEmpty() ? 0 : update(copy.insert(files), null);
    if (copy.purges()) {
      copy.deletePurged(files);
    }
    return count;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What was not committed is undone. */
  @Override
  public void close() throws SQLException {
    try {
      end("ROLLBACK");
    } finally {
      connection.close();
    }
  }
}
