package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("ALLUVIUM_CDC_PASSWORD", "s3cr3t", "ALLUVIUM_LAKE", "/lake");

  private static MySqlSettings settings(String line) {
    String yaml =
        """
        source:
          type: mysql
          hostname: db
          username: me
          password: ${ALLUVIUM_CDC_PASSWORD}
          tables: shop.*
          %s
        sink:
          path: /lake
        """
            .formatted(line);
    return MySqlSettings.of(PipelineFile.parse("p.yaml", yaml, ENVIRONMENT).source());
  }

  @Test
  void theSampleIsOne() {
    CdcPipeline pipeline = PipelineFile.read(Path.of("pipelines/mysql.yaml"), ENVIRONMENT);
    MySqlSettings settings = MySqlSettings.of(pipeline.source());
    assertThat(settings.address().server()).isEqualTo("127.0.0.1:3306");
    assertThat(settings.tables().take(new TableName("shop", "orders"))).isTrue();
    assertThat(settings.tables().take(new TableName("shop", "tmp_orders"))).isFalse();
    assertThat(settings.snapshot()).isTrue();
    assertThat(settings.toString()).doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @CsvSource({
    "server-id: 5400, 5400",
    "server-id: 5400-5404, 5400",
    "server-id: 4294967295, 4294967295"
  })
  void takesServerIds(String line, long serverId) {
    assertThat(settings(line).serverId()).isEqualTo(serverId);
  }

  @Test
  void makesOneServerIdOfAPipelineEachTime() {
    assertThat(settings("").serverId()).isEqualTo(settings("").serverId()).isPositive();
    assertThat(settings("name: other").serverId()).isNotEqualTo(settings("").serverId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server-id: 0", "server-id: 4294967296", "server-id: 5400-", "server-id: x"})
  void refusesServerIds(String line) {
    assertThatThrownBy(() -> settings(line))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining("give a number from 1 to 4294967295");
  }
}
