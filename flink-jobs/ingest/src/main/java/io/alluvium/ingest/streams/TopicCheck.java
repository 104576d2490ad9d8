package io.alluvium.ingest.streams;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Refuses a broker that cannot be reached and topics that are not there, before the job runs. */
final class TopicCheck {
  private static final String TIMEOUT_MILLIS = "10000";

  private final KafkaInput input;

  TopicCheck(KafkaInput input) {
    this.input = input;
  }

  /**
   * @throws StreamException where the topics cannot be read
   */
  void check() {
    Properties properties = new Properties();
    input
        .properties()
        .forEach(
            (name, value) -> {
              if (name.startsWith("sasl.")
                  || name.startsWith("ssl.")
                  || name.startsWith("security.")) {
                properties.setProperty(name, value);
              }
            });
    properties.setProperty("bootstrap.servers", input.bootstrapServers());
    properties.setProperty("client.id", "alluvium-topic-check");
    String timeout = input.properties().getOrDefault("default.api.timeout.ms", TIMEOUT_MILLIS);
    properties.setProperty("default.api.timeout.ms", timeout);
    properties.setProperty("request.timeout.ms", timeout);
    String topic = input.topics().get(0);
    try (Admin admin = Admin.create(properties)) {
      for (String one : input.topics()) {
        topic = one;
        admin.describeTopics(List.of(one)).allTopicNames().get();
      }
    } catch (ExecutionException e) {
      throw refused(topic, e.getCause());
    } catch (KafkaException e) {
      throw refused(topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException("Interrupted while asking " + input + " about its topics", e);
    }
  }

  private StreamException refused(String topic, Throwable cause) {
    boolean eventHubs = input.service() == KafkaInput.Service.EVENT_HUBS;
    String where = input.service().label() + " at " + input.bootstrapServers();
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new StreamException(
          where
              + " has no "
              + (eventHubs ? "event hub '" : "topic '")
              + topic
              + "'. Create it, or name another under source.",
          cause);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return new StreamException(
          where
              + " does not let this client read '"
              + topic
              + "'. "
              + (eventHubs
                  ? "The key or identity needs the right to listen (Azure Event Hubs Data Receiver);"
                      + " namespaces of the Basic tier have no Kafka endpoint at all."
                  : "Check the security settings under source."),
          cause);
    }
    return new StreamException(
        where
            + " cannot be reached ("
            + rootMessage(cause)
            + "). Check "
            + (eventHubs
                ? "the namespace, and that port 9093 is open."
                : "bootstrap-servers, and that the broker runs."),
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
