package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.database.Queries;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** What a value should become, after the server's own text and functions. */
final class Expectations {
  private static final Set<String> UNFIT = Set.of("infinity", "-infinity", "NaN");

  private Expectations() {}

  /** {@code =value}, or {@code !text} where it does not fit. */
  static String of(Connection connection, String column, String text, ResultSet row, int index)
      throws SQLException {
    return switch (column) {
      case "c_bool" -> "=" + text.equals("t");
      case "c_float4" -> "=" + Float.parseFloat(text);
      case "c_float8" -> "=" + Double.parseDouble(text);
      case "c_numeric", "c_huge", "c_neg" ->
          "=" + (finite(text) ? stripped(new BigDecimal(text)) : text);
      case "c_dec", "c_big", "c_share" -> text.equals("NaN") ? "!NaN" : "=" + text;
      case "c_money" ->
          "=" + Queries.text(connection, "SELECT (?::text::money)::numeric::text", text);
      case "c_date" -> isUnusual(text) ? "!" + text : "=" + text;
      case "c_instant" ->
          isUnusual(text) ? "!" + text : "=" + java.time.Instant.parse(iso(connection, text));
      case "c_local", "c_time", "c_timetz" -> "=" + paddedFraction(text);
      case "c_bytes" -> "=" + text.substring(2);
      case "c_inner", "c_json", "c_xml" -> "=" + text;
      case "c_ints",
          "c_grid",
          "c_texts",
          "c_moods",
          "c_decs",
          "c_bools",
          "c_floats",
          "c_dates",
          "c_uuids",
          "c_instants",
          "c_bytess" ->
          "=" + array(connection, column, text);
      default -> "=" + text;
    };
  }

  private static boolean finite(String text) {
    return Character.isDigit(text.charAt(text.length() - 1));
  }

  private static String stripped(BigDecimal number) {
    return number.scale() > 0
        ? number.stripTrailingZeros().toPlainString()
        : number.toPlainString();
  }

  private static boolean isUnusual(String text) {
    return UNFIT.contains(text) || text.endsWith("BC") || text.indexOf('-') > 4;
  }

  private static String iso(Connection connection, String text) throws SQLException {
    return Queries.text(
        connection,
        "SELECT to_char(?::text::timestamptz, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        text);
  }

  private static String paddedFraction(String text) {
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("(.*\\.)(\\d+)(.*)").matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    String digits = matcher.group(2);
    return matcher.group(1)
        + (digits + "000000").substring(0, digits.length() <= 3 ? 3 : 6)
        + matcher.group(3);
  }

  /** By the server's own conversion to JSON, but for what it knows nothing of. */
  private static String array(Connection connection, String column, String text)
      throws SQLException {
    if (text.startsWith("[")) {
      return text;
    }
    return switch (column) {
      case "c_instants" -> {
        StringBuilder json = new StringBuilder();
        for (String element :
            Queries.all(
                connection,
                row -> row.getString(1),
                "SELECT unnest(?::text::timestamptz[])::text",
                text)) {
          json.append(json.isEmpty() ? "[" : ",");
          json.append('"')
              .append(
                  isUnusual(element)
                      ? element
                      : java.time.Instant.parse(iso(connection, element)).toString())
              .append('"');
        }
        yield json.append(']').toString();
      }
      case "c_bytess" -> {
        byte[] bytes = HexFormat.of().parseHex(text.replaceAll("[^0-9a-fx]|.*x", ""));
        yield "[\"" + Base64.getEncoder().encodeToString(bytes) + "\"]";
      }
      case "c_floats" ->
          "["
              + String.join(
                  ",",
                  Queries.all(
                      connection,
                      row -> {
                        double number = row.getDouble(1);
                        return Double.isFinite(number)
                            ? Double.toString(number)
                            : "\"" + number + "\"";
                      },
                      "SELECT unnest(?::text::float8[])",
                      text))
              + "]";
      default ->
          Queries.text(connection, "SELECT to_json(?::text::" + type(column) + ")::text", text);
    };
  }

  private static String type(String column) {
    return switch (column) {
      case "c_ints", "c_grid" -> "int[]";
      case "c_texts" -> "text[]";
      case "c_moods" -> "mood[]";
      case "c_decs" -> "numeric(9,2)[]";
      case "c_bools" -> "bool[]";
      case "c_dates" -> "date[]";
      default -> "uuid[]";
    };
  }
}
