package io.alluvium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void readsOptionsAndTheSecretFromTheEnvironment() {
    Configuration options =
        CommandLine.parse(
            new String[] {
              "--topic", "t", "--max.message.bytes", "2 mb", "--kafka.fetch.min.bytes", "7"
            },
            Map.of("ALLUVIUM_KAFKA_SASL_JAAS_CONFIG", "module required password=\"hidden\";"));
    assertThat(options.get(DevicesOptions.TOPIC)).isEqualTo("t");
    assertThat(options.get(DevicesOptions.MAX_MESSAGE_BYTES)).isEqualTo(MemorySize.ofMebiBytes(2));
    Properties consumer = ConsumerProperties.of(options);
    assertThat(consumer)
        .containsEntry("fetch.min.bytes", "7")
        .containsEntry("sasl.jaas.config", "module required password=\"hidden\";")
        .containsEntry("connections.max.idle.ms", "180000");
  }

  @Test
  void letsTheUserOverrideDefaults() {
    Configuration options = new Configuration();
    options.setString("kafka.metadata.max.age.ms", "5");
    assertThat(ConsumerProperties.of(options)).containsEntry("metadata.max.age.ms", "5");
  }

  @Test
  void refusesSecretsOnTheCommandLine() {
    assertThatThrownBy(
            () -> CommandLine.parse(new String[] {"--kafka.sasl.jaas.config", "x"}, Map.of()))
        .isInstanceOf(DevicesException.class)
        .hasMessageContaining("ALLUVIUM_KAFKA_SASL_JAAS_CONFIG")
        .hasMessageNotContaining("x'");
    assertThatThrownBy(
            () -> CommandLine.parse(new String[] {"--kafka.ssl.key.password", "p"}, Map.of()))
        .isInstanceOf(DevicesException.class);
  }

  @Test
  void refusesWhatIsNoPair() {
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"--topic"}, Map.of()))
        .hasMessageContaining("'--topic' is not");
    assertThatThrownBy(() -> CommandLine.parse(new String[] {"topic", "x"}, Map.of()))
        .hasMessageContaining("'topic' is not");
  }

  @Test
  void namesAMissingOption() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
    assertThatThrownBy(() -> DevicesJob.define(env, new Configuration()))
        .isInstanceOf(DevicesException.class)
        .hasMessageStartingWith("Option --lake.path is missing: ");
  }
}
