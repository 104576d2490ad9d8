package io.alluvium.ingest;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of {@link DevicesJob}. Besides these, {@code kafka.*} goes to the Kafka consumer as
 * it is, without the prefix.
 */
@PublicEvolving
public final class DevicesOptions {
  public static final ConfigOption<String> LAKE_PATH =
      ConfigOptions.key("lake.path")
          .stringType()
          .noDefaultValue()
          .withDescription("The lake's folder, as a Flink path such as file:///data/lake.");

  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("bootstrap.servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Brokers as host:port, separated by commas.");

  public static final ConfigOption<String> TOPIC =
      ConfigOptions.key("topic")
          .stringType()
          .defaultValue("readings")
          .withDescription("The topic (Event Hub) that the devices' readings arrive in.");

  public static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("group.id")
          .stringType()
          .defaultValue("alluvium-devices")
          .withDescription(
              "The consumer group under which progress is shown; the job itself goes on from its"
                  + " checkpoints. On Event Hubs unique in the namespace.");

  public static final ConfigOption<MemorySize> MAX_MESSAGE_BYTES =
      ConfigOptions.key("max.message.bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("A body larger than this is a dead letter.");

  private DevicesOptions() {}
}
