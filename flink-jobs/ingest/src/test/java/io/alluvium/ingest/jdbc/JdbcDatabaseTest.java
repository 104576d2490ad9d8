package io.alluvium.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.ingest.batch.BatchRun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcDatabaseTest {
  @Test
  void readsDoNotWaitForEver() {
    assertThat(database("jdbc:postgresql://host/shop").properties())
        .containsEntry("tcpKeepAlive", "true")
        .containsEntry("connectTimeout", "30")
        .containsEntry("socketTimeout", "1800");
    assertThat(database("jdbc:mysql://host/shop").properties())
        .containsEntry("tcpKeepAlive", "true")
        .containsEntry("connectTimeout", "30000")
        .containsEntry("socketTimeout", "1800000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/shop?tcpKeepAlive=false&socketTimeout=0",
        "jdbc:mysql://host/shop?tcpkeepalive=false&SocketTimeout=0",
        "jdbc:mysql://(host=a,socketTimeout=0,tcpKeepAlive = false)/shop"
      })
  void theUrlSaysOtherwise(String url) {
    Properties properties = database(url).properties();
    assertThat(properties)
        .doesNotContainKeys("socketTimeout", "tcpKeepAlive")
        .containsKey("connectTimeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://%s/shop?socketTimeout=1",
        "jdbc:mysql://%s/shop?socketTimeout=1000"
      })
  void aServerThatSaysNothingIsLeft(String url) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      JdbcDatabase database = database(url.formatted("127.0.0.1:" + silent.getLocalPort()));
      assertThatThrownBy(database::open).hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  private static JdbcDatabase database(String url) {
    return new JdbcDatabase(
        JdbcDefinition.settings(
            BatchRun.definition(
                JdbcJob.SCHEMA,
                "source: {url: '%s', user: me, table: orders}\ntable: bronze.orders\n"
                    .formatted(url),
                Map.of())));
  }
}
