package io.alluvium.ingest;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Refuses a broker that cannot be reached and a topic that is not there, before the job runs. */
final class TopicCheck {
  private static final String TIMEOUT_MILLIS = "10000";

  private TopicCheck() {}

  static void check(String bootstrapServers, String topic, Properties consumerProperties) {
    Properties properties = new Properties();
    consumerProperties.forEach(
        (key, value) -> {
          String name = key.toString();
          if (name.startsWith("sasl.") || name.startsWith("ssl.") || name.startsWith("security.")) {
            properties.put(key, value);
          }
        });
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("client.id", "alluvium-topic-check");
    String timeout = consumerProperties.getProperty("default.api.timeout.ms", TIMEOUT_MILLIS);
    properties.setProperty("default.api.timeout.ms", timeout);
    properties.setProperty("request.timeout.ms", timeout);
    try (Admin admin = Admin.create(properties)) {
      admin.describeTopics(List.of(topic)).allTopicNames().get();
    } catch (ExecutionException e) {
      throw refused(bootstrapServers, topic, e.getCause());
    } catch (KafkaException e) {
      throw refused(bootstrapServers, topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevicesException("Interrupted while asking Kafka about topic " + topic, e);
    }
  }

  private static DevicesException refused(String servers, String topic, Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new DevicesException(
          "Kafka at "
              + servers
              + " has no topic '"
              + topic
              + "'. Create it, or give another --topic.",
          cause);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return new DevicesException(
          "Kafka at "
              + servers
              + " does not let this client read topic '"
              + topic
              + "'. Check kafka.security.protocol, kafka.sasl.mechanism and "
              + CommandLine.JAAS_VARIABLE
              + ".",
          cause);
    }
    return new DevicesException(
        "Kafka cannot be reached at "
            + servers
            + " ("
            + rootMessage(cause)
            + "). Check --bootstrap.servers, and that the broker runs.",
        cause);
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
