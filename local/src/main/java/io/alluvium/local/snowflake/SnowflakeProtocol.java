package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The requests of the driver over HTTP. */
final class SnowflakeProtocol implements HttpHandler {
  private static final Pattern TOKEN = Pattern.compile("Snowflake Token=\"([^\"]*)\"");
  private static final Pattern RESULT = Pattern.compile("/queries/([^/]+)/result");

  private final ServerSessions sessions;
  private final ObjectMapper json = new ObjectMapper();
  private final Answers answers = new Answers();

  SnowflakeProtocol(ServerSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      ObjectNode answer;
      try {
        answer = answer(exchange);
      } catch (SnowflakeError e) {
        answer = answers.failure(e, "");
      }
      byte[] bytes = json.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (CutException e) {
      // Without an answer: closing ends the connection.
    } finally {
      exchange.close();
    }
  }

  private ObjectNode answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    JsonNode body = body(exchange);
    switch (path) {
      case "/session/v1/login-request":
        return sessions.login(query, body.path("data"));
      case "/queries/v1/query-request":
        return session(exchange).query(query.get("requestId"), body);
      case "/session":
        sessions.close(token(exchange));
        return answers.empty();
      case "/session/heartbeat", "/telemetry/send", "/queries/v1/abort-request":
        return answers.empty();
      default:
        Matcher result = RESULT.matcher(path);
        if (result.matches()) {
          return session(exchange).result(result.group(1));
        }
        throw SnowflakeError.unsupported("the request " + path);
    }
  }

  private ServerSession session(HttpExchange exchange) {
    return sessions.get(token(exchange));
  }

  private static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    Matcher token = TOKEN.matcher(header == null ? "" : header);
    return token.matches() ? token.group(1) : "";
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream bytes = isZipped ? new GZIPInputStream(raw) : raw) {
      return json.readTree(bytes);
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
