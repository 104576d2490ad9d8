package io.alluvium.ingest;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.Properties;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Takes the messages of devices from a Kafka topic: each becomes a row of {@code bronze.reading},
 * or, where it cannot be read, of {@code ops.dead_letters}; exactly once, from the topic's
 * beginning. The rows of a station ascend in {@code _sequence} where its messages share a
 * partition. Nothing appears in the lake without checkpoints.
 */
@PublicEvolving
public final class DevicesJob {
  private static final String NAME = "devices";

  private DevicesJob() {}

  /**
   * Adds the job to the environment; asks the broker for the topic, and creates the tables where
   * they are absent.
   *
   * @throws DevicesException where the broker cannot be reached or the topic is not there
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    String lake = required(options, DevicesOptions.LAKE_PATH);
    SingleOutputStreamOperator<RowData> readings =
        env.fromSource(
                source(options),
                WatermarkStrategy.noWatermarks(),
                "devices: messages",
                DecodedRow.TYPE)
            .uid("devices/source")
            .process(new SeparateDeadLetters(), SeparateDeadLetters.READINGS)
            .name("devices: separate dead letters")
            .uid("devices/separate");
    sink(lake, "bronze/reading", Reading.ROW_TYPE, "devices/reading")
        .addTo(readings, "devices/reading");
    sink(lake, "ops/dead_letters", DeadLetter.ROW_TYPE, "devices/dead_letters")
        .addTo(readings.getSideOutput(SeparateDeadLetters.DEAD_LETTERS), "devices/dead_letters");
  }

  private static KafkaSource<RowData> source(Configuration options) {
    String servers = required(options, DevicesOptions.BOOTSTRAP_SERVERS);
    String topic = options.get(DevicesOptions.TOPIC);
    Properties properties = ConsumerProperties.of(options);
    TopicCheck.check(servers, topic, properties);
    return KafkaSource.<RowData>builder()
        .setProperties(properties)
        .setBootstrapServers(servers)
        .setTopics(topic)
        .setGroupId(options.get(DevicesOptions.GROUP_ID))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(
            new MessageDeserializer(
                Math.toIntExact(options.get(DevicesOptions.MAX_MESSAGE_BYTES).getBytes())))
        .build();
  }

  private static DeltaSink.Builder sink(String lake, String table, RowType rowType, String sinkId) {
    String separator = lake.endsWith("/") ? "" : "/";
    return DeltaSink.append(lake + separator + table, rowType).sinkId(sinkId);
  }

  private static String required(Configuration options, ConfigOption<String> option) {
    return options
        .getOptional(option)
        .orElseThrow(
            () ->
                new DevicesException(
                    "Option --"
                        + option.key()
                        + " is missing: "
                        + new HtmlFormatter().format(option.description())));
  }

  /**
   * @param args pairs of {@code --key value}, see {@link DevicesOptions}
   */
  public static void main(String[] args) throws Exception {
    Configuration options = CommandLine.parse(args, System.getenv());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute(NAME);
  }
}
