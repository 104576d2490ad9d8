package io.alluvium.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.definitions.DefinitionException;
import io.alluvium.ingest.batch.BatchRun;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcDefinitionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://me:hunter2@host/shop",
        "jdbc:mysql://me:hunter2@host",
        "jdbc:mysql://me@host:3306/shop?useSSL=true",
        "jdbc:mysql:loadbalance://a:3306,me:hunter2@b:3306/shop",
        "jdbc:mysql://me:hunter2/@host/shop",
        "jdbc:mysql://host/shop?user=me&password=hunter2",
        "jdbc:mysql://host/shop?password1=hunter2",
        "jdbc:mysql://(host=a,user=me,Password = hunter2)/shop",
        "jdbc:postgresql://me:hunter2@host/shop",
        "jdbc:oracle:thin:scott/hunter2@host:1521/shop",
        "jdbc:oracle:thin:scott/hunter2@//host:1521/shop",
        "jdbc:oracle:thin:@scott/hunter2@host",
        "jdbc:sqlserver://host;databaseName=shop;password=hunter2"
      })
  void aPasswordInTheUrlIsRefused(String url) {
    assertThatThrownBy(() -> settings(url))
        .isInstanceOf(DefinitionException.class)
        .hasMessageStartingWith("orders.yaml, line 1: source.url: must not hold a ")
        .hasMessageContaining("source.password")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/shop?ApplicationName=me@work",
        "jdbc:mysql://a:3306,b:3306/shop?useSSL=true",
        "jdbc:oracle:thin:@host:1521:shop",
        "jdbc:oracle:thin:@//host:1521/shop",
        "jdbc:oracle:thin:/@shop",
        "jdbc:oracle:oci:@shop",
        "jdbc:sqlserver://host;databaseName=shop;user=me@host"
      })
  void otherUrlsAreTaken(String url) {
    assertThat(settings(url).url()).isEqualTo(url);
    assertThat(settings(url).address()).doesNotContain("?", ";");
  }

  private static JdbcSettings settings(String url) {
    return JdbcDefinition.settings(
        BatchRun.definition(
            JdbcJob.SCHEMA,
            "source: {url: '%s', table: orders}\ntable: bronze.orders\n".formatted(url),
            Map.of()));
  }
}
