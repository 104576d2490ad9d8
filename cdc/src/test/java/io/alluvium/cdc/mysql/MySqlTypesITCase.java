package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of every type, chosen at random and at the edges: what bronze has of each, by the snapshot
 * and by the stream, is what the server says that it holds.
 */
class MySqlTypesITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int ROWS = 150;

  @TempDir private static Path folder;

  /**
   * A column under test.
   *
   * @param asked how the server is asked for it as text
   * @param shown how bronze's value is shown as that text
   */
  private record Column(
      String type, String asked, Function<Object, String> shown, Function<Random, Object> value) {
    boolean isNumber() {
      return type.matches("(\\w*int|decimal|float|double|year).*");
    }
  }

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
          .toFormatter();

  private static Column number(String type, Function<Random, Object> value) {
    return new Column(type, "%s", Object::toString, value);
  }

  private static Column text(String type, Function<Random, Object> value) {
    return new Column(type, "CAST(%s AS CHAR)", Object::toString, value);
  }

  private static Column bytes(String type, int length) {
    return new Column(
        type,
        "LOWER(HEX(%s))",
        value -> HexFormat.of().formatHex((byte[]) value),
        random -> bytes(random, length));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[random.nextInt(length + 1)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[bytes.length - 1] = 0;
    }
    return bytes;
  }

  private static Function<Random, Object> among(Object... values) {
    return random -> values[random.nextInt(values.length)];
  }

  private static Function<Random, Object> bits(int count, boolean signed) {
    return random -> {
      long number = random.nextLong() >>> Long.SIZE - count;
      number =
          random.nextInt(4) == 0 ? (random.nextBoolean() ? 0 : -1L >>> Long.SIZE - count) : number;
      return signed
          ? (Object) (number << Long.SIZE - count >> Long.SIZE - count)
          : Long.toUnsignedString(number);
    };
  }

  private static Object decimal(Random random, int precision, int scale) {
    StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
    int count = 1 + random.nextInt(precision - scale);
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(3) == 0 ? 9 : random.nextInt(10));
    }
    digits.append('.');
    for (int i = 0; i < scale; i++) {
      digits.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
    }
    return digits.append(scale == 0 ? "0" : "").toString();
  }

  private static Column decimal(int precision, int scale) {
    return new Column(
        "decimal(" + precision + "," + scale + ")",
        "%s",
        value -> value instanceof BigDecimal number ? number.toPlainString() : value.toString(),
        random -> decimal(random, precision, scale));
  }

  private static String time(Random random, int digits) {
    return (random.nextBoolean() ? "-" : "")
        + random.nextInt(839)
        + ":"
        + random.nextInt(60)
        + ":"
        + random.nextInt(59)
        + (digits == 0 ? "" : "." + random.nextInt(999_999));
  }

  private static Map<String, Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("flag", number("tinyint(1)", bits(8, true)));
    columns.put("tiny", number("tinyint unsigned", bits(8, false)));
    columns.put("small", number("smallint", bits(16, true)));
    columns.put("small_u", number("smallint unsigned", bits(16, false)));
    columns.put("medium", number("mediumint", bits(24, true)));
    columns.put("medium_u", number("mediumint unsigned", bits(24, false)));
    columns.put("normal", number("int", bits(32, true)));
    columns.put("normal_u", number("int unsigned zerofill", bits(32, false)));
    columns.put("big", number("bigint", bits(64, true)));
    columns.put("big_u", number("bigint unsigned", bits(64, false)));
    columns.put(
        "real4",
        new Column(
            "float",
            "(%s + 0e0)",
            value -> Double.toString((Float) value),
            random -> (random.nextFloat() - 0.5f) * random.nextInt(1 << 30)));
    columns.put(
        "real8",
        new Column(
            "double",
            "%s",
            Object::toString,
            random -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)));
    columns.put("dec_9", decimal(9, 4));
    columns.put("dec_18", decimal(18, 0));
    columns.put("dec_38", decimal(38, 11));
    columns.put("dec_65", decimal(65, 30));
    columns.put(
        "bit_1",
        new Column(
            "bit(1)", "BIN(%s + 0)", value -> (Boolean) value ? "1" : "0", r -> r.nextBoolean()));
    for (int count : new int[] {7, 9, 64}) {
      columns.put(
          "bit_" + count,
          new Column(
              "bit(" + count + ")",
              "LPAD(BIN(%s + 0), " + count + ", '0')",
              Object::toString,
              bits(count, false)));
    }
    columns.put("y", number("year", among(1901, 2155, 2024, 0)));
    columns.put(
        "d",
        new Column(
            "date",
            "CAST(%s AS CHAR)",
            value -> LocalDate.ofEpochDay((Integer) value).toString(),
            among(
                "0000-00-00",
                "2024-00-10",
                "2024-02-29",
                "9999-12-31",
                "0001-01-01",
                "1969-12-31")));
    for (int digits : new int[] {0, 1, 3, 6}) {
      columns.put("t_" + digits, text("time(" + digits + ")", random -> time(random, digits)));
      columns.put(
          "dt_" + digits,
          text(
              "datetime(" + digits + ")",
              among(
                  "0000-00-00 00:00:00",
                  "2024-00-10 01:02:03.123456",
                  "9999-12-31 23:59:59.0999",
                  "1000-01-01 00:00:00.5",
                  "2024-03-31 02:30:00.000001")));
    }
    for (int digits : new int[] {0, 2, 6}) {
      columns.put(
          "ts_" + digits,
          new Column(
              "timestamp(" + digits + ") NULL",
              "CAST(%s AS CHAR)",
              value ->
                  TIMESTAMP
                      .format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC))
                      .substring(0, digits == 0 ? 19 : 20 + digits),
              among(
                  "0000-00-00 00:00:00",
                  "1970-01-01 05:30:01",
                  "2038-01-19 08:44:07.999",
                  "2024-03-31 02:30:00.123456")));
    }
    Function<Random, Object> words =
        among("", "plain", " spaces ", "naïve – „€“", "line\nfeed\tand 'quotes' \\ \"", "ÿþ");
    columns.put("latin", text("varchar(300) CHARACTER SET latin1", words));
    columns.put("fixed", text("char(60) CHARACTER SET latin1", words));
    columns.put("utf8", text("varchar(30) CHARACTER SET utf8mb4", among("😀 𝄞", "日本語", "", "ж")));
    columns.put("wide", text("text CHARACTER SET utf16", among("😀 𝄞", "日本語", "ж")));
    columns.put("sjis", text("tinytext CHARACTER SET sjis", among("日本語", "カタカナ")));
    columns.put("cyrillic", text("longtext CHARACTER SET koi8r", among("Привет", "ж")));
    columns.put(
        "choice",
        text("enum('small','medium','großé','x,y')", among("small", "großé", "x,y", "none")));
    columns.put(
        "chosen",
        text(
            "set('a','b','ç','d','e','f','g','h','i') CHARACTER SET latin1",
            among("", "a", "b,ç", "i,a,d")));
    columns.put("doc", text("json", among("{\"a\": [1, 2.50, null]}", "[]", "\"ü😀\"")));
    columns.put("bin_fixed", bytes("binary(12)", 12));
    columns.put("bin_long", bytes("varbinary(600)", 600));
    columns.put("bin_blob", bytes("mediumblob", 3000));
    columns.put(
        "place",
        new Column(
            "geometry",
            "LOWER(HEX(%s))",
            value -> HexFormat.of().formatHex((byte[]) value),
            among("POINT(1 2.5)", "LINESTRING(0 0, 1 1, 2 0)")));
    columns.put("made", text("int AS (normal / 2) PERSISTENT", random -> null));
    columns.put(
        "virtual_made", text("varchar(99) AS (concat(latin, '!')) VIRTUAL", random -> null));
    return columns;
  }

  @Test
  void capturesWhatTheServerHolds() throws Exception {
    long seed = Long.getLong("alluvium.seed", new Random().nextLong());
    Random random = new Random(seed);
    Map<String, Column> columns = columns();
    try (MySqlServer server = new MySqlServer(folder.resolve("server"))) {
      server.execute("CREATE DATABASE shop CHARACTER SET utf8mb4", create(columns));
      write(server, columns, random, "INSERT");
      Path lake = folder.resolve("lake");
      CdcPipeline pipeline = server.pipeline(lake, "shop.types");
      LakeTable bronze = new LakeTable(lake, "bronze/types");
      try (RunningJob job =
          RunningJob.start(folder.resolve("checkpoints"), 1, env -> CdcJob.define(env, pipeline))) {
        await().atMost(PATIENCE).until(() -> bronze.count() == ROWS);
        write(server, columns, random, "INSERT");
        write(server, columns, random, "REPLACE");
        List<Map<String, String>> expected = server.rows(query(columns));
        // The last row of all is by no chance one of those before.
        server.execute("INSERT INTO shop.types (id) VALUES (1000000)");
        await().atMost(PATIENCE).until(() -> last(bronze).containsKey(1_000_000));
        assertThat(bronze.rows()).extracting(row -> row.get("_op")).contains("r", "c", "u");
        Map<Object, Map<String, Object>> actual = last(bronze);
        for (Map<String, String> row : expected) {
          check(columns, row, actual.get(Integer.valueOf(row.get("id"))), seed);
        }
      }
    }
  }

  private static String create(Map<String, Column> columns) {
    return columns.entrySet().stream()
        .map(column -> column.getKey() + " " + column.getValue().type())
        .collect(
            Collectors.joining(
                ", ", "CREATE TABLE shop.types (id int AUTO_INCREMENT PRIMARY KEY, ", ")"));
  }

  private static String query(Map<String, Column> columns) {
    return columns.entrySet().stream()
        .map(
            column ->
                column.getValue().asked().formatted(column.getKey()) + " AS " + column.getKey())
        .collect(Collectors.joining(", ", "SELECT id, ", " FROM shop.types ORDER BY id"));
  }

  /** Half of the rows of a REPLACE are new ones. */
  private static void write(
      MySqlServer server, Map<String, Column> columns, Random random, String verb)
      throws Exception {
    List<String> written =
        columns.entrySet().stream()
            .filter(column -> !column.getValue().type().contains(" AS ("))
            .map(Map.Entry::getKey)
            .toList();
    String sql =
        written.stream()
            .map(MySqlTypesITCase::placeholder)
            .collect(
                Collectors.joining(
                    ", ",
                    verb + " INTO shop.types (id, " + String.join(", ", written) + ") VALUES (?, ",
                    ")"));
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < ROWS; i++) {
        insert.setObject(1, verb.equals("INSERT") || i % 2 == 0 ? null : i);
        for (int c = 0; c < written.size(); c++) {
          Object value = columns.get(written.get(c)).value().apply(random);
          insert.setObject(c + 2, random.nextInt(8) == 0 ? null : value);
        }
        insert.execute();
      }
      connection
          .createStatement()
          .execute("UPDATE shop.types SET tiny = NOT tiny WHERE id < " + ROWS / 4);
    }
  }

  private static String placeholder(String column) {
    if (column.equals("place")) {
      return "ST_GeomFromText(?)";
    }
    return column.startsWith("bit_") ? "CAST(? AS UNSIGNED)" : "?";
  }

  private static Map<Object, Map<String, Object>> last(LakeTable bronze) throws Exception {
    Map<Object, Map<String, Object>> last = new LinkedHashMap<>();
    for (Map<String, Object> row : bronze.rows()) {
      last.merge(
          row.get("id"),
          row,
          (one, other) ->
              (Long) one.get("_sequence") > (Long) other.get("_sequence") ? one : other);
    }
    return last;
  }

  private static void check(
      Map<String, Column> columns, Map<String, String> expected, Map<String, Object> row, long seed)
      throws Exception {
    JsonNode rescued =
        row.get("_rescued") == null
            ? new ObjectMapper().createObjectNode()
            : new ObjectMapper().readTree((String) row.get("_rescued"));
    columns.forEach(
        (name, column) -> {
          Object value = row.get(name);
          String actual =
              value != null
                  ? column.shown().apply(value)
                  : rescued.has(name) ? rescued.get(name).asText() : null;
          assertThat(normal(column, actual))
              .as("%s of row %s by %s, seed %s", name, row.get("id"), row.get("_op"), seed)
              .isEqualTo(normal(column, expected.get(name)));
        });
  }

  /** Of numbers it is the value that counts. */
  private static String normal(Column column, String text) {
    return text == null || !column.isNumber()
        ? text
        : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }
}
