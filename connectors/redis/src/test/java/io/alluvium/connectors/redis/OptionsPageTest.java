package io.alluvium.connectors.redis;

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
    String page = Files.readString(Path.of("../../docs/connectors/redis.md"));
    RedisDynamicTableFactory factory = new RedisDynamicTableFactory();
    assertThat(
            Stream.concat(factory.requiredOptions().stream(), factory.optionalOptions().stream())
                .map(ConfigOption::key))
        .hasSizeGreaterThan(10)
        .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }
}
