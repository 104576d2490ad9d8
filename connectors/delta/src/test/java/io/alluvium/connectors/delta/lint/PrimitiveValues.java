package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the protocol writes values of its primitive types, in the log's text and statistics. */
final class PrimitiveValues {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),\\s*(-?\\d+)\\)");
  private static final Pattern SPACED_TIME =
      Pattern.compile("[+-]?\\d{4,}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");
  private static final Map<String, BigDecimal> BITS =
      Map.of(
          "byte", BigDecimal.valueOf(Byte.MAX_VALUE),
          "short", BigDecimal.valueOf(Short.MAX_VALUE),
          "integer", BigDecimal.valueOf(Integer.MAX_VALUE),
          "long", BigDecimal.valueOf(Long.MAX_VALUE));

  /** The bounds of floats for which JSON has no number. */
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private PrimitiveValues() {}

  /** Whether columns of the type have least and greatest values in statistics. */
  static boolean hasBounds(String type) {
    return !type.equals("boolean") && !type.equals("binary") && !type.equals("variant");
  }

  static boolean isPartitionValue(String type, String text) {
    return switch (type) {
      case "string", "binary" -> true;
      case "boolean" -> text.equals("true") || text.equals("false");
      case "date" -> isDate(text);
      case "timestamp" -> SPACED_TIME.matcher(text).matches() || isInstant(text);
      case "timestamp_ntz" -> SPACED_TIME.matcher(text).matches() || isLocalTime(text);
      case "float", "double" -> isDouble(text);
      default -> isNumber(type, text);
    };
  }

  /** Whether a bound in the statistics is of the column's type. */
  static boolean isBound(String type, JsonNode bound) {
    return switch (type) {
      case "string" -> bound.isTextual();
      case "date" -> bound.isTextual() && isDate(bound.asText());
      case "timestamp" -> bound.isTextual() && isInstant(bound.asText());
      case "timestamp_ntz" -> bound.isTextual() && isLocalTime(bound.asText());
      case "float", "double" -> bound.isNumber() || NOT_FINITE.contains(bound.asText());
      default -> bound.isNumber() && isNumber(type, bound.asText());
    };
  }

  /** Compares two bounds of the type. */
  static int compare(String type, JsonNode left, JsonNode right) {
    return switch (type) {
      case "string" -> compareCodePoints(left.asText(), right.asText());
      case "date" -> LocalDate.parse(left.asText()).compareTo(LocalDate.parse(right.asText()));
      case "timestamp" ->
          OffsetDateTime.parse(left.asText())
              .toInstant()
              .compareTo(OffsetDateTime.parse(right.asText()).toInstant());
      case "timestamp_ntz" ->
          LocalDateTime.parse(left.asText()).compareTo(LocalDateTime.parse(right.asText()));
      case "float", "double" -> Double.compare(toDouble(left), toDouble(right));
      default -> left.decimalValue().compareTo(right.decimalValue());
    };
  }

  private static double toDouble(JsonNode bound) {
    return Double.parseDouble(bound.asText());
  }

  private static int compareCodePoints(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return java.util.Arrays.compare(a, b);
  }

  private static boolean isNumber(String type, String text) {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return false;
    }
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      BigDecimal plain = number.stripTrailingZeros();
      return plain.scale() <= scale && plain.precision() - plain.scale() <= precision - scale;
    }
    BigDecimal max = BITS.get(type);
    return max != null
        && number.stripTrailingZeros().scale() <= 0
        && number.compareTo(max) <= 0
        && number.compareTo(max.add(BigDecimal.ONE).negate()) >= 0;
  }

  private static boolean isDouble(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isInstant(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isLocalTime(String text) {
    try {
      LocalDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
