package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;

/** The sessions that are open. */
final class ServerSessions {
  private final Map<String, ServerSession> byToken = new ConcurrentHashMap<>();
  private final Logins logins;
  private final DuckDatabases databases;
  private final Stages stages;
  private final StatementTaps taps;
  private final Answers answers = new Answers();

  ServerSessions(Logins logins, DuckDatabases databases, Stages stages, StatementTaps taps) {
    this.logins = logins;
    this.databases = databases;
    this.stages = stages;
    this.taps = taps;
  }

  ObjectNode login(Map<String, String> parameters, JsonNode data) {
    logins.check(data);
    DuckSession.Place place =
        databases.place(parameters.get("databaseName"), parameters.get("schemaName"));
    String token = UUID.randomUUID().toString();
    byToken.put(
        token,
        new ServerSession(
            databases.open(place, isGiven(parameters.get("warehouse"))), stages, taps));
    return answers.login(token, Integer.toString(byToken.size()), place);
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  ServerSession get(String token) {
    ServerSession session = byToken.get(token);
    if (session == null) {
      throw SnowflakeError.session();
    }
    return session;
  }

  void close(String token) {
    ServerSession session = byToken.remove(token);
    if (session != null) {
      end(session);
    }
  }

  /** As when the server goes down: what was not committed is undone. */
  void closeAll() {
    byToken.keySet().forEach(this::close);
  }

  private static void end(ServerSession session) {
    try {
      session.close();
    } catch (SQLException e) {
      throw SnowflakeError.of(e);
    }
  }
}
