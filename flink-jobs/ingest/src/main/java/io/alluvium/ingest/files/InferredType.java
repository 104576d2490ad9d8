package io.alluvium.ingest.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/**
 * The narrowest type that holds the values seen so far without loss.
 *
 * @param scale digits behind the point, of {@link Kind#DECIMAL}
 */
record InferredType(Kind kind, int scale) {

  /** What values are. */
  enum Kind {
    NONE("STRING"),
    BOOLEAN("BOOLEAN"),
    BIGINT("BIGINT"),
    DOUBLE("DOUBLE"),
    DECIMAL("DECIMAL(38, %d)"),
    DATE("DATE"),
    LOCAL_TIME("TIMESTAMP(6)"),
    INSTANT("TIMESTAMP_LTZ(6)"),
    TEXT("STRING"),
    JSON("JSON");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    boolean isNumber() {
      return this == BIGINT || this == DOUBLE || this == DECIMAL;
    }
  }

  private static InferredType of(Kind kind) {
    return new InferredType(kind, 0);
  }

  /**
   * @param spelled whether a text may be the spelling of a number or truth value
   */
  static InferredType of(JsonNode value, boolean spelled) {
    if (value.isNull()) {
      return of(Kind.NONE);
    } else if (value.isContainerNode()) {
      return of(Kind.JSON);
    } else if (value.isBoolean()) {
      return of(Kind.BOOLEAN);
    } else if (value.isNumber()) {
      return number(value.decimalValue());
    }
    String text = value.asText();
    if (text.isEmpty()) {
      return of(Kind.NONE);
    }
    if (spelled && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
      return of(Kind.BOOLEAN);
    }
    // Zeros in front are part of a code, not of a number.
    if (spelled && text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
      return number(new BigDecimal(text));
    }
    return time(text);
  }

  private static InferredType number(BigDecimal value) {
    if (value.scale() <= 0 && value.precision() - value.scale() <= 18) {
      return of(Kind.BIGINT);
    }
    double nearest = value.doubleValue();
    if (Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(value) == 0) {
      return new InferredType(Kind.DOUBLE, Math.max(0, value.scale()));
    }
    int scale = Math.max(0, value.scale());
    return value.precision() - value.scale() + scale <= 38
        ? new InferredType(Kind.DECIMAL, scale)
        : of(Kind.TEXT);
  }

  private static InferredType time(String text) {
    try {
      if (text.length() == 10) {
        LocalDate.parse(text);
        return of(Kind.DATE);
      }
      String iso = text.replaceFirst(" ", "T");
      if (iso.length() > 10 && iso.charAt(10) == 'T') {
        if (iso.matches(".*(Z|[+-][0-9]{2}:?([0-9]{2})?)")) {
          OffsetDateTime.parse(iso);
          return of(Kind.INSTANT);
        }
        LocalDateTime.parse(iso);
        return of(Kind.LOCAL_TIME);
      }
      return of(Kind.TEXT);
    } catch (DateTimeException e) {
      return of(Kind.TEXT);
    }
  }

  InferredType and(InferredType other) {
    if (kind == Kind.NONE || other.kind == Kind.NONE) {
      return kind == Kind.NONE ? other : this;
    }
    int most = Math.max(scale, other.scale);
    if (kind == other.kind) {
      return new InferredType(kind, most);
    }
    if (kind.isNumber() && other.kind.isNumber()) {
      boolean exact = kind == Kind.DECIMAL || other.kind == Kind.DECIMAL;
      return new InferredType(exact ? Kind.DECIMAL : Kind.DOUBLE, most);
    }
    return kind == Kind.JSON || other.kind == Kind.JSON ? of(Kind.JSON) : of(Kind.TEXT);
  }

  String sql() {
    return String.format(kind.sql, scale);
  }
}
