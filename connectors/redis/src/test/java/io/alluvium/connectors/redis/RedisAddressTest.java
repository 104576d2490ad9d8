package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void takesAllPartsOfAUri() {
    RedisAddress address = RedisAddress.parse("rediss://app:p%40ss+1@cache.example:6380/3");
    assertThat(address.server()).isEqualTo("rediss://cache.example:6380");
    assertThat(address.user()).isEqualTo("app");
    assertThat(address.password()).isEqualTo("p@ss+1");
    assertThat(address.database()).isEqualTo(3);
  }

  @Test
  void hasDefaults() {
    RedisAddress address = RedisAddress.parse("redis://:secret@localhost");
    assertThat(address.server()).isEqualTo("redis://localhost:6379");
    assertThat(address.user()).isNull();
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address.database()).isZero();
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
        "redis://:secret@host/db"
      })
  void refusesOtherFormsWithoutRepeatingThem(String uri) {
    assertThatThrownBy(() -> RedisAddress.parse(uri))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("redis://[[user]:password@]host:port[/database]")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
