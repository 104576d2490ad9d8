package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdcSettingsTest {
  private static final String SECRET = "s3cr3t-word";

  @Test
  void readsTablesSeparatedByCommasOrSemicolons() {
    for (String text : List.of("a.x,a.y", "a.x;a.y", " a.x , a.y, ")) {
      Configuration options = complete();
      options.setString("table-names", text);
      assertThat(CdcSettings.of(options).tables())
          .containsExactly(new TableName("a", "x"), new TableName("a", "y"));
    }
  }

  @Test
  void passesDebeziumOptionsOn() {
    Configuration options = complete();
    options.setString("debezium.poll.interval.ms", "99");
    assertThat(CdcSettings.of(options).debeziumProperties())
        .isEqualTo(Map.of("poll.interval.ms", "99"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table-names|building|'building', which is not of the form schema.table",
        "table-names|,|names no table",
        "table-names|a.x,b.x|Tables a.x and b.x would share the bronze table x",
        "slot.name|Big-Slot|PostgreSQL takes 1 to 63 lower-case letters",
        "scan.incremental.snapshot.chunk.size|0|is 0; give 1 or more"
      })
  void refusesOptionsThatCannotBe(String key, String value, String message) {
    Configuration options = complete();
    options.setString(key, value);
    assertThatThrownBy(() -> CdcSettings.of(options))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesAMissingOption() {
    Configuration options = complete();
    options.removeConfig(CdcOptions.HOSTNAME);
    assertThatThrownBy(() -> CdcSettings.of(options))
        .isInstanceOf(CdcException.class)
        .hasMessageStartingWith("Option --hostname is missing: ");
  }

  @Test
  void doesNotShowThePassword() {
    assertThat(complete().toString()).doesNotContain(SECRET);
    assertThat(CdcSettings.of(complete()).toString()).contains("******").doesNotContain(SECRET);
  }

  @Test
  void takesThePasswordFromTheEnvironmentOrAFileOnly(@TempDir Path folder) throws Exception {
    Configuration fromEnvironment =
        CommandLine.parse(
            new String[] {"--hostname", "h"}, Map.of("ALLUVIUM_CDC_PASSWORD", SECRET));
    assertThat(fromEnvironment.get(CdcOptions.PASSWORD)).isEqualTo(SECRET);
    assertThat(fromEnvironment.get(CdcOptions.HOSTNAME)).isEqualTo("h");

    Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");
    Configuration fromFile =
        CommandLine.parse(new String[] {"--password-file", file.toString()}, Map.of());
    assertThat(fromFile.get(CdcOptions.PASSWORD)).isEqualTo(SECRET);

    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--password", SECRET}, Map.of()))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining("ALLUVIUM_CDC_PASSWORD")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(
            () -> CommandLine.parse(new String[] {"--password-file", file + "x"}, Map.of()))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void refusesWhatIsNoPair() {
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--port"}, Map.of()))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining("'--port' is not");
  }

  @Test
  void escapesTableNamesForDebezium() {
    assertThat("operationsXbuilding$1")
        .doesNotMatch(TableName.parse("operations.building$1").pattern());
    assertThat("operations.building$1").matches(TableName.parse("operations.building$1").pattern());
    assertThat(new TableName("a\"b", "c").quoted()).isEqualTo("\"a\"\"b\".\"c\"");
  }

  private static Configuration complete() {
    Configuration options = new Configuration();
    options.set(CdcOptions.LAKE_PATH, "/lake");
    options.set(CdcOptions.HOSTNAME, "127.0.0.1");
    options.set(CdcOptions.DATABASE_NAME, "db");
    options.set(CdcOptions.USERNAME, "u");
    options.set(CdcOptions.PASSWORD, SECRET);
    options.set(CdcOptions.TABLE_NAMES, List.of("operations.building"));
    return options;
  }
}
