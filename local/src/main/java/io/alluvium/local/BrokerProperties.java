package io.alluvium.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of a single-node broker that is small, and that keeps every record. */
final class BrokerProperties {
  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String LISTENER = "CLIENTS";

  private BrokerProperties() {}

  /**
   * @param passwords of the users who may connect, by their names; empty for anybody
   */
  static Properties of(Path data, int port, int controllerPort, Map<String, String> passwords) {
    Properties properties = new Properties();
    listeners(properties, port, controllerPort);
    properties.put(
        "listener.security.protocol.map",
        CONTROLLER_LISTENER
            + ":PLAINTEXT,"
            + LISTENER
            + (passwords.isEmpty() ? ":PLAINTEXT" : ":SASL_PLAINTEXT"));
    if (!passwords.isEmpty()) {
      users(properties, new TreeMap<>(passwords));
    }
    properties.put("log.dirs", data.toString());
    records(properties);
    singleNode(properties);
    small(properties);
    return properties;
  }

  private static void listeners(Properties properties, int port, int controllerPort) {
    String controller = Loopback.ADDRESS + ":" + controllerPort;
    String broker = LISTENER + "://" + Loopback.ADDRESS + ":" + port;
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE));
    properties.put("controller.quorum.voters", NODE + "@" + controller);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
    properties.put("advertised.listeners", broker);
    properties.put("inter.broker.listener.name", LISTENER);
  }

  private static void users(Properties properties, SortedMap<String, String> passwords) {
    String first = passwords.firstKey();
    StringBuilder jaas =
        new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
    // As whom the broker connects to itself.
    option(jaas, "username", first);
    option(jaas, "password", passwords.get(first));
    passwords.forEach((user, password) -> option(jaas, "user_" + user, password));
    properties.put(
        "listener.name." + LISTENER.toLowerCase(Locale.ROOT) + ".plain.sasl.jaas.config",
        jaas.append(';').toString());
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
  }

  private static void option(StringBuilder jaas, String name, String value) {
    jaas.append(' ')
        .append(name)
        .append("=\"")
        .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
        .append('"');
  }

  private static void records(Properties properties) {
    int mebibyte = 1024 * 1024;
    properties.put("message.max.bytes", Integer.toString(8 * mebibyte));
    properties.put("replica.fetch.max.bytes", Integer.toString(8 * mebibyte));
    properties.put("log.retention.ms", "-1");
    properties.put("log.retention.bytes", "-1");
    properties.put("log.segment.bytes", Integer.toString(256 * mebibyte));
    properties.put("log.index.size.max.bytes", Integer.toString(2 * mebibyte));
    properties.put("auto.create.topics.enable", "false");
  }

  private static void singleNode(Properties properties) {
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // A broker that comes back after a kill waits until its former session is over: 9 s
    // by default.
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }

  private static void small(Properties properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
    properties.put("log.cleaner.io.buffer.size", Integer.toString(128 * 1024));
  }
}
