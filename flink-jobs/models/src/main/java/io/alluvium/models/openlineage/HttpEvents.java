package io.alluvium.models.openlineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts events to an endpoint, one at a time. */
final class HttpEvents implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEvents.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String KEY_VARIABLE = "OPENLINEAGE_API_KEY";

  private final URI endpoint;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  HttpEvents(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void send(String event) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event));
    String key = System.getenv(KEY_VARIABLE);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        LOG.warn(
            "{} took no OpenLineage event: {} {}",
            endpoint.getHost(),
            response.statusCode(),
            response.body());
      }
    } catch (IOException e) {
      LOG.warn("An OpenLineage event cannot be sent to {}", endpoint.getHost(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
