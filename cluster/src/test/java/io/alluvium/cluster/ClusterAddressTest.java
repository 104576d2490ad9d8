package io.alluvium.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterAddressTest {
  @Test
  void readsWhatPeopleWrite() {
    assertThat(ClusterAddress.of("flink:8081").url()).isEqualTo("http://flink:8081");
    assertThat(ClusterAddress.of("http://flink:80/").url()).isEqualTo("http://flink:80");
    assertThat(ClusterAddress.of("flink").url()).isEqualTo("http://flink:8081");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://", "https://flink:8081", "flink:8081/jobs", "a b"})
  void saysWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> ClusterAddress.of(text))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Write host:port or http://host:port");
  }

  @Test
  void aClientIsOfThisClusterWhateverTheSettingsSay() {
    Configuration base = new Configuration();
    base.set(RestOptions.ADDRESS, "elsewhere");
    base.setString("rest.bind-port", "9999");
    base.setString("high-availability.type", "zookeeper");
    Configuration client = ClusterAddress.of("flink:1234").client(base);
    assertThat(client.get(RestOptions.ADDRESS)).isEqualTo("flink");
    assertThat(client.get(RestOptions.PORT)).isEqualTo(1234);
    assertThat(client.toMap()).doesNotContainKey("high-availability.type");
  }
}
