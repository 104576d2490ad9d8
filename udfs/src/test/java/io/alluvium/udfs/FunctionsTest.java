package io.alluvium.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions as users of SQL meet them. */
class FunctionsTest {
  private static TableEnvironment tables;

  @BeforeAll
  static void load() {
    tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.getConfig().set("parallelism.default", "1");
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.executeSql("LOAD MODULE alluvium");
  }

  /** All in one query: each is an expression, and the text of its result. */
  private static final String EXPRESSIONS =
      """
          date_in(t, 'America/New_York') | 2015-12-31
          date_in(t, zone) | 2016-01-01
          date_in(t, unit) | null
          date_in(CAST(NULL AS TIMESTAMP_LTZ(3)), zone) | null
          date_in(t, CAST(NULL AS STRING)) | null
          timestamp_in(t, 'Asia/Kolkata') | 2016-01-01T08:30:00.250
          timestamp_in(t, '-03:30') | 2015-12-31T23:30:00.250
          timestamp_in(t, CAST(NULL AS STRING)) | null
          day_start(DATE '2018-11-04', 'America/Sao_Paulo') | 2018-11-04T03:00:00Z
          day_start(d, zone) | 2015-03-28T23:00:00Z
          TIMESTAMPDIFF(HOUR, CAST(day_start(d, zone) AS TIMESTAMP(0)), CAST(day_start(d + INTERVAL '1' DAY, zone) AS TIMESTAMP(0))) | 23
          day_start(CAST(NULL AS DATE), zone) | null
          to_millis(m) | 2016-01-01T03:00:00.250Z
          to_millis(early) | 1969-12-31T23:59:59.999Z
          to_millis(CAST(m AS TIMESTAMP_LTZ(3))) | 2016-01-01T03:00:00.250Z
          to_millis(CAST(NULL AS TIMESTAMP_LTZ(6))) | null
          convert_unit(x, 'degC', 'K') | 373.15
          convert_unit(i, 'km/h', 'm/s') | 10.0
          convert_unit(x, unit, 'm2') | 9.290304
          convert_unit(x, unit, 'degC') | null
          convert_unit(x, 'parsecs' || unit, 'm') | null
          convert_unit(CAST(NULL AS DOUBLE), 'm', 'ft') | null
          mask_text('DE89370400440532013000', 4, 2) | DE89****************00
          mask_text(name, 1, 1) | Z*****ë
          mask_text(name, 3, 3) | *******
          mask_text(name, -1, 2) | *****oë
          mask_text(CAST(NULL AS STRING), 1, 1) | null
          mask_email('ada.lovelace@example.org') | a***@example.org
          mask_email('a@example.org') | ***@example.org
          mask_email(name) | ***
          amqp_value(x'a1064d65746572') | null
          amqp_value(x'a1054d65746572') | Meter
          amqp_value(x'83000001') | null
          amqp_value(x'83000001522ad33e7a') | 2016-01-10T09:17:13.210Z
          amqp_value(x'40') | null
          robust_z_score(x, 90, 4) | 2.5
          robust_z_score(x, 100, 0) | 0.0
          robust_z_score(x, CAST(NULL AS DOUBLE), 4) | null
      """;

  /** From an array, so that the planner does not compute with the values itself. */
  @Test
  void computes() {
    List<String[]> expressions =
        EXPRESSIONS.strip().lines().map(line -> line.strip().split(" \\| ", 2)).toList();
    Row row =
        single(
            "SELECT "
                + expressions.stream().map(line -> line[0]).collect(Collectors.joining(",\n"))
                + " FROM UNNEST(ARRAY[ROW(TO_TIMESTAMP_LTZ(1451617200250, 3), 'Europe/Berlin',"
                + " DATE '2015-03-29', 1e2, 36, 'ft2', 'Zoë Noë',"
                + " CAST(TIMESTAMP '2016-01-01 03:00:00.250999' AS TIMESTAMP_LTZ(6)),"
                + " CAST(TIMESTAMP '1969-12-31 23:59:59.999001' AS TIMESTAMP_LTZ(6)))])"
                + " AS v (t, zone, d, x, i, unit, name, m, early)");
    SoftAssertions.assertSoftly(
        softly -> {
          for (int i = 0; i < expressions.size(); i++) {
            softly
                .assertThat(String.valueOf(row.getField(i)))
                .as(expressions.get(i)[0])
                .isEqualTo(expressions.get(i)[1]);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date_in(CURRENT_TIMESTAMP, 'Europe/Atlantis') | there is no time zone 'Europe/Atlantis'",
        "timestamp_in(CURRENT_TIMESTAMP, 'x') | there is no time zone 'x'",
        "day_start(CURRENT_DATE, '') | there is no time zone ''",
        "convert_unit(1.0, 'furlong', 'm') | there is no unit 'furlong'; there are K, degC,",
        "convert_unit(1.0, 'km/h', 'm2') | 'km/h' measures speed, and 'm2' area",
        "mask_text(5, 1, 1) | mask_text",
        "convert_unit('x', 'm', 'ft') | convert_unit"
      })
  void refusesWhatIsWrongInTheStatementWhenItIsPlanned(String expression, String message) {
    assertThatThrownBy(() -> tables.explainSql("SELECT " + expression))
        .hasStackTraceContaining(message);
  }

  @Test
  void findsOutliersOfEachGroup() {
    assertThat(
            single(
                    "SELECT robust_outliers(v, 3.5) FROM (VALUES (10.0), (11.0), (12.0), (11.5),"
                        + " (10.5), (80.0), (CAST(NULL AS DOUBLE))) AS t (v)")
                .getField(0))
        .asString()
        .startsWith("+I[6, 11.25, 1.111951663879");
  }

  @Test
  void aPseudonymNeedsAKeyOfTheEnvironment() {
    assertThatThrownBy(() -> single("SELECT pseudonym(v) FROM (VALUES ('a')) AS t (v)"))
        .hasStackTraceContaining("set ALLUVIUM_PSEUDONYM_KEY_FILE or ALLUVIUM_PSEUDONYM_KEY");
  }

  /** The page that users read knows every function. */
  @Test
  void everyFunctionIsDocumented() throws Exception {
    String page = Files.readString(Path.of("../docs/functions.md"));
    for (String function : new AlluviumModule().listFunctions()) {
      assertThat(page).contains("`" + function.toUpperCase(Locale.ROOT) + "(");
    }
  }

  private static Row single(String sql) {
    try (CloseableIterator<Row> rows = tables.executeSql(sql).collect()) {
      return rows.next();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
