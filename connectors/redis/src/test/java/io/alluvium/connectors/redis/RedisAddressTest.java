package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void takesAllPartsOfAUri() {
    RedisAddress address = RedisAddress.parse("rediss://app:p%40ss+1@cache.example:6380/3");
    assertThat(address.servers()).containsExactly("rediss://cache.example:6380");
    assertThat(address.user()).isEqualTo("app");
    assertThat(address.password()).isEqualTo("p@ss+1");
    assertThat(address.database()).isEqualTo(3);
  }

  @Test
  void hasDefaults() {
    RedisAddress address = RedisAddress.parse("redis://:secret@localhost");
    assertThat(address.servers()).containsExactly("redis://localhost:6379");
    assertThat(address.user()).isNull();
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address.database()).isZero();
  }

  @Test
  void knowsSentinelsAndClusters() {
    RedisAddress sentinel =
        RedisAddress.parse("rediss-sentinel://:secret@one,two:26380,[::1]:7/primary/2");
    assertThat(sentinel.topology()).isEqualTo(RedisAddress.Topology.SENTINEL);
    assertThat(sentinel.servers())
        .containsExactly("rediss://one:26379", "rediss://two:26380", "rediss://[::1]:7");
    assertThat(sentinel.master()).isEqualTo("primary");
    assertThat(sentinel.database()).isEqualTo(2);
    assertThat(sentinel.toString()).doesNotContain("secret");
    RedisAddress cluster = RedisAddress.parse("redis-cluster://one:7000,two:7001");
    assertThat(cluster.topology()).isEqualTo(RedisAddress.Topology.CLUSTER);
    assertThat(cluster.servers()).containsExactly("redis://one:7000", "redis://two:7001");
  }

  @Test
  void showsNoPassword() {
    assertThat(RedisAddress.parse("redis://app:secret@localhost/2"))
        .hasToString("redis://localhost:6379/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:6379",
        "http://:secret@localhost",
        "redis://:secret word@host",
        "redis://:secret@host/db",
        "redis://:secret@one,two",
        "redis://:sec%zzret@host",
        "redis-sentinel://:secret@one",
        "redis-cluster://:secret@one/1"
      })
  void refusesOtherFormsWithoutRepeatingThem(String uri) {
    assertThatThrownBy(() -> RedisAddress.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis://[[user]:password@]host:port[/database]")
        .hasMessageNotContaining("sec")
        .hasNoCause();
  }
}
