package io.alluvium.connectors.delta.parquet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * Least and greatest values in the log's form.
 *
 * <p>A bound that cannot be given truly is left out: a string's greatest value that is longer than
 * {@value #MAX_STRING_LENGTH} characters, and both where a float is not a finite number. Times are
 * in milliseconds, rounded outwards, since that is what other writers and readers do.
 */
final class Bounds {
  private static final int MAX_STRING_LENGTH = 32;
  private static final int MAX_YEAR = 9999;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Bounds() {}

  static void writeMin(JsonGenerator json, String name, LogicalType type, Statistics<?> statistics)
      throws IOException {
    if (statistics.hasNonNullValue() && isFinite(statistics)) {
      write(json, name, type, statistics.genericGetMin(), false);
    }
  }

  static void writeMax(JsonGenerator json, String name, LogicalType type, Statistics<?> statistics)
      throws IOException {
    if (statistics.hasNonNullValue() && isFinite(statistics)) {
      write(json, name, type, statistics.genericGetMax(), true);
    }
  }

  /** The order of floats puts what is not a number last, so that it is a bound where it occurs. */
  private static boolean isFinite(Statistics<?> statistics) {
    return isFinite(statistics.genericGetMin()) && isFinite(statistics.genericGetMax());
  }

  private static boolean isFinite(Object bound) {
    return !(bound instanceof Double || bound instanceof Float)
        || Double.isFinite(((Number) bound).doubleValue());
  }

  private static void write(
      JsonGenerator json, String name, LogicalType type, Object bound, boolean isMax)
      throws IOException {
    switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          json.writeNumberField(name, ((Number) bound).longValue());
      case DATE -> writeDate(json, name, ((Number) bound).longValue());
      // Adding zero turns -0.0 into 0.0: readers differ in whether they tell them apart.
      case FLOAT -> json.writeNumberField(name, ((Float) bound) + 0.0f);
      case DOUBLE -> json.writeNumberField(name, ((Double) bound) + 0.0);
      case DECIMAL -> json.writeNumberField(name, decimal(bound, (DecimalType) type));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE ->
          writeTime(json, name, type, ((Number) bound).longValue(), isMax);
      case VARCHAR -> writeString(json, name, ((Binary) bound).toStringUsingUTF8(), isMax);
      default -> {
        // The protocol has no bounds for such a type.
      }
    }
  }

  private static BigDecimal decimal(Object unscaled, DecimalType type) {
    BigInteger value =
        unscaled instanceof Binary bytes
            ? new BigInteger(bytes.getBytes())
            : BigInteger.valueOf(((Number) unscaled).longValue());
    return new BigDecimal(value, type.getScale());
  }

  private static void writeDate(JsonGenerator json, String name, long days) throws IOException {
    LocalDate date = LocalDate.ofEpochDay(days);
    if (isCommonYear(date.getYear())) {
      json.writeStringField(name, date.toString());
    }
  }

  private static void writeTime(
      JsonGenerator json, String name, LogicalType type, long micros, boolean isMax)
      throws IOException {
    long rounded = isMax ? micros + MICROS_PER_MILLI - 1 : micros;
    Instant time = Instant.ofEpochMilli(Math.floorDiv(rounded, MICROS_PER_MILLI));
    if (isCommonYear(time.atOffset(ZoneOffset.UTC).getYear())) {
      DateTimeFormatter format =
          type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE) ? INSTANT : LOCAL_TIME;
      json.writeStringField(name, format.format(time));
    }
  }

  /** Years of other than four digits are written in as many ways as there are readers. */
  private static boolean isCommonYear(int year) {
    return year >= 1 && year <= MAX_YEAR;
  }

  private static void writeString(JsonGenerator json, String name, String text, boolean isMax)
      throws IOException {
    if (text.length() <= MAX_STRING_LENGTH) {
      json.writeStringField(name, text);
    } else if (!isMax) {
      // A shortened minimum is still a bound; half as many code points always fit.
      json.writeStringField(
          name, text.substring(0, text.offsetByCodePoints(0, MAX_STRING_LENGTH / 2)));
    }
  }
}
