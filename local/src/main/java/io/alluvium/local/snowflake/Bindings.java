package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.annotation.Nullable;

/** The values of a statement's question marks: one of each, or as many as the statement runs. */
final class Bindings {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final JsonNode byNumber;

  private Bindings(JsonNode byNumber) {
    this.byNumber = byNumber;
  }

  @Nullable
  static Bindings of(JsonNode request) {
    if (!request.path("bindStage").isMissingNode() && !request.path("bindStage").isNull()) {
      throw SnowflakeError.unsupported("values that were bound by a stage");
    }
    JsonNode bindings = request.path("bindings");
    return bindings.isObject() && !bindings.isEmpty() ? new Bindings(bindings) : null;
  }

  boolean isBatch() {
    return byNumber.path("1").path("value").isArray();
  }

  int rows() {
    return isBatch() ? byNumber.path("1").path("value").size() : 1;
  }

  void set(PreparedStatement statement, int row) throws SQLException {
    for (int number = 1; number <= byNumber.size(); number++) {
      JsonNode bind = byNumber.path(Integer.toString(number));
      if (bind.isMissingNode()) {
        throw SnowflakeError.syntax("no value for question mark " + number);
      }
      JsonNode value = isBatch() ? bind.path("value").path(row) : bind.path("value");
      statement.setObject(
          number, value.isNull() ? null : value(bind.path("type").asText(), value.asText()));
    }
  }

  private static Object value(String type, String text) {
    return switch (type) {
      case "FIXED" -> new BigDecimal(text);
      case "REAL" -> Double.valueOf(text);
      case "BOOLEAN" -> Boolean.valueOf(text);
      case "TEXT" -> text;
      case "BINARY" -> HexFormat.of().parseHex(text);
      case "DATE" -> LocalDate.ofEpochDay(Math.floorDiv(Long.parseLong(text), MILLIS_PER_DAY));
      case "TIME" -> LocalTime.ofNanoOfDay(Long.parseLong(text));
      case "TIMESTAMP_NTZ" -> instant(text).atOffset(ZoneOffset.UTC).toLocalDateTime();
      case "TIMESTAMP_LTZ" -> instant(text).atOffset(ZoneOffset.UTC);
      default -> throw SnowflakeError.unsupported("a bound value of type " + type);
    };
  }

  private static Instant instant(String nanos) {
    long number = Long.parseLong(nanos);
    return Instant.ofEpochSecond(
        Math.floorDiv(number, NANOS_PER_SECOND), Math.floorMod(number, NANOS_PER_SECOND));
  }
}
