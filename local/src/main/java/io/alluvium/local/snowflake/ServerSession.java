package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers the requests of one session, one after another. */
final class ServerSession implements AutoCloseable {
  private final DuckSession duck;
  private final Stages stages;
  private final StatementTaps taps;
  private final Answers answers = new Answers();

  /** A request that is sent again gets the answer of the first time. */
  private final Map<String, ObjectNode> answered = new HashMap<>();

  /** Of the statements of a request that had several. */
  private final Map<String, ObjectNode> results = new HashMap<>();

  private boolean closed;

  ServerSession(DuckSession duck, Stages stages, StatementTaps taps) {
    this.duck = duck;
    this.stages = stages;
    this.taps = taps;
  }

  synchronized ObjectNode query(String requestId, JsonNode request) {
    if (closed) {
      throw SnowflakeError.session();
    }
    ObjectNode before = answered.get(requestId);
    if (before != null) {
      return before;
    }
    String queryId = UUID.randomUUID().toString();
    List<Runnable> afterwards = new ArrayList<>();
    ObjectNode answer;
    try {
      answer = answer(request, queryId, afterwards);
    } catch (SnowflakeError e) {
      answer = answers.failure(e, queryId);
    }
    if (closed) {
      throw SnowflakeError.session();
    }
    answered.put(requestId, answer);
    afterwards.forEach(Runnable::run);
    return answer;
  }

  private ObjectNode answer(JsonNode request, String queryId, List<Runnable> afterwards) {
    String sql = request.path("sqlText").asText();
    if (Stages.isPut(sql)) {
      return tapped(
          sql, afterwards, () -> answers.upload(stages.upload(sql, duck.place()), queryId));
    }
    List<List<Token>> statements = SqlTokens.statements(sql);
    int desired = request.path("parameters").path("MULTI_STATEMENT_COUNT").asInt(1);
    if (desired != 0 && statements.size() != desired) {
      throw SnowflakeError.statementCount(statements.size(), desired);
    }
    if (request.path("describeOnly").asBoolean()) {
      List<Token> tokens = statements.get(0);
      int binds = (int) tokens.stream().filter(t -> t.kind() == Token.Kind.BIND).count();
      return answers.description(StatementKind.of(tokens), binds, queryId, duck.autocommit());
    }
    Bindings bindings = Bindings.of(request);
    if (statements.size() == 1 && desired == 1) {
      return tapped(
          sql,
          afterwards,
          () -> answers.result(duck.run(statements.get(0), bindings), queryId, duck.autocommit()));
    }
    return several(statements, queryId, afterwards);
  }

  private ObjectNode several(
      List<List<Token>> statements, String queryId, List<Runnable> afterwards) {
    List<String> ids = new ArrayList<>();
    List<StatementKind> kinds = new ArrayList<>();
    for (List<Token> statement : statements) {
      String id = UUID.randomUUID().toString();
      StatementKind kind = StatementKind.of(statement);
      results.put(
          id,
          tapped(
              text(statement),
              afterwards,
              () -> answers.result(duck.run(statement, null), id, duck.autocommit())));
      ids.add(id);
      kinds.add(kind);
    }
    return answers.several(ids, kinds, queryId, duck.autocommit());
  }

  private static String text(List<Token> tokens) {
    return String.join(" ", tokens.stream().map(Token::text).toList());
  }

  private ObjectNode tapped(String sql, List<Runnable> afterwards, Supplier<ObjectNode> work) {
    taps.tell(StatementMoment.BEFORE, sql);
    if (closed) {
      throw new CutException();
    }
    ObjectNode done = work.get();
    afterwards.add(() -> taps.tell(StatementMoment.AFTER, sql));
    return done;
  }

  synchronized ObjectNode result(String id) {
    ObjectNode result = results.get(id);
    if (result == null) {
      throw SnowflakeError.syntax("no result " + id);
    }
    return result;
  }

  @Override
  public synchronized void close() throws SQLException {
    if (!closed) {
      closed = true;
      duck.close();
    }
  }
}
