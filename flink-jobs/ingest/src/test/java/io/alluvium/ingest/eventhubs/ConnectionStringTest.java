package io.alluvium.ingest.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.definitions.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
  private static final String KEY = "aGVsbG8+/w==";
  private static final String STRING =
      "Endpoint=sb://farm.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey="
          + KEY
          + ";EntityPath=readings";

  @Test
  void givesHostEventHubAndSignIn() {
    ConnectionString parsed = ConnectionString.parse(new Secret(STRING));
    assertThat(parsed.bootstrapServers()).isEqualTo("farm.servicebus.windows.net:9093");
    assertThat(parsed.entityPath()).contains("readings");
    assertThat(parsed.toString()).doesNotContain("aGVsbG8");
    assertThat(EventHubsProperties.of(parsed))
        .isEqualTo(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"$ConnectionString\" password=\""
                        + STRING
                        + "\";"));
  }

  @Test
  void knowsTheEmulator() {
    ConnectionString parsed =
        ConnectionString.parse(
            new Secret(
                "Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=SAS_KEY_VALUE;"
                    + "UseDevelopmentEmulator=true;"));
    assertThat(parsed.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(parsed.entityPath()).isEmpty();
    assertThat(EventHubsProperties.of(parsed)).containsEntry("security.protocol", "SASL_PLAINTEXT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello-secret",
        "Endpoint=sb://hub.example/",
        "SharedAccessKeyName=a;SharedAccessKey=secret",
        "Endpoint=https://hub.example/;SharedAccessKeyName=a;SharedAccessKey=secret",
        "Endpoint=sb:// farm/;SharedAccessKeyName=a;SharedAccessKey=secret"
      })
  void refusesWhatIsNoneWithoutShowingIt(String text) {
    assertThatThrownBy(() -> ConnectionString.parse(new Secret(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("is no Event Hubs connection string (")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "connections.max.idle.ms,240000,less than 240000",
        "connections.max.idle.ms,180000,null",
        "metadata.max.age.ms,300000,less than 240000",
        "request.timeout.ms,5000,20000 or more",
        "request.timeout.ms,soon,must be a number of milliseconds",
        "session.timeout.ms,400000,6000 to 300000",
        "transactional.id,x,no transactions",
        "isolation.level,read_committed,no transactions",
        "compression.type,zstd,setting of producers",
        "sasl.mechanism,PLAIN,leave it out",
        "fetch.min.bytes,1,null"
      })
  void tellsWhatCannotWork(String name, String value, String problem) {
    if (problem == null) {
      assertThat(EventHubsProperties.problem(name, value)).isEmpty();
    } else {
      assertThat(EventHubsProperties.problem(name, value).orElseThrow()).contains(problem);
    }
  }
}
