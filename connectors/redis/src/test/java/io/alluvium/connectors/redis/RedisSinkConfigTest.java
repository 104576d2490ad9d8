package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSinkConfigTest {
  @ParameterizedTest
  @CsvSource({"max-row-size, 2 gb", "max-row-size, 0 bytes", "sink.buffer-flush.max-size, 513 mb"})
  void refusesSizesThatRedisDoesNotTake(String option, String size) {
    assertThatThrownBy(() -> config(Map.of(option, size)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Option '" + option + "' must be from 1 byte to 512 mb, not");
  }

  @Test
  void takesTheLargestSizeThatRedisTakes() {
    assertThat(config(Map.of("max-row-size", "512 mb")).flush().maxRowBytes()).isEqualTo(512 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{kpi}", "a}b"})
  void refusesBracesInThePrefixOfACluster(String prefix) {
    Map<String, String> cluster = Map.of("uri", "redis-cluster://h:1", "key.prefix", prefix);
    assertThatThrownBy(() -> config(cluster))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Option 'key.prefix' is '" + prefix + "'")
        .hasMessageContaining("Write it without");
    assertThat(config(Map.of("key.prefix", prefix)).table()).isEqualTo("t");
  }

  private static RedisSinkConfig config(Map<String, String> options) {
    Configuration configuration = new Configuration();
    configuration.set(RedisConnectorOptions.URI, "redis://h:1");
    options.forEach(configuration::setString);
    return RedisSinkConfig.of(configuration, "t");
  }
}
