package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** The page that users read knows every option. */
class OptionsPageTest {
  @Test
  void namesEveryOption() throws Exception {
    String page = Files.readString(Path.of("../../docs/connectors/snowflake.md"));
    SnowflakeDynamicTableFactory factory = new SnowflakeDynamicTableFactory();
    assertThat(
            Stream.concat(factory.requiredOptions().stream(), factory.optionalOptions().stream())
                .map(ConfigOption::key))
        .hasSizeGreaterThan(25)
        .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }
}
