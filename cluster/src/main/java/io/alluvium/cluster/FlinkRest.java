package io.alluvium.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.util.ExceptionUtils;

/** The REST interface of a session cluster or of its SQL gateway. */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final ClusterAddress address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  public FlinkRest(ClusterAddress address) {
    this.address = address;
  }

  public ClusterAddress address() {
    return address;
  }

  /**
   * Asks.
   *
   * @param path from the slash on
   * @throws ClusterException where nobody answers, or the answer is an error
   */
  public JsonNode get(String path) throws InterruptedException {
    return send(request(path).GET().build());
  }

  /** Posts a JSON object. */
  public JsonNode post(String path, Consumer<ObjectNode> body) throws InterruptedException {
    ObjectNode json = JSON.createObjectNode();
    body.accept(json);
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.toString()))
            .build());
  }

  public JsonNode patch(String path) throws InterruptedException {
    return send(request(path).method("PATCH", BodyPublishers.noBody()).build());
  }

  /** Whether somebody answers at the path, as in a cluster that is up. */
  public boolean answers(String path) throws InterruptedException {
    try {
      get(path);
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }

  /**
   * Whether nothing listens at the address, as where a cluster has ended.
   *
   * @throws ClusterException where that cannot be told, as of a cluster that is too slow to answer
   */
  public boolean isRefused() throws InterruptedException {
    try {
      get("/overview");
      return false;
    } catch (ClusterException e) {
      if (isRefusal(e.getCause())) {
        return true;
      }
      throw e;
    }
  }

  /** The client makes a ConnectException of others, too, which say nothing of who listens. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException
        && ExceptionUtils.findThrowable(failure, UnresolvedAddressException.class).isEmpty()
        && ExceptionUtils.findThrowable(failure, NoRouteToHostException.class).isEmpty();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address.url() + path)).timeout(ANSWER);
  }

  private JsonNode send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK && answer.statusCode() != ACCEPTED) {
        throw new ClusterException(address + " refuses: " + reason(answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (ConnectException | HttpTimeoutException e) {
      throw new ClusterException(
          "No session cluster answers at "
              + address
              + ". Start one with 'alluvium cluster start', or name another --address",
          e);
    } catch (IOException e) {
      throw new ClusterException(
          address + " does not answer as a session cluster does: " + e.getMessage(), e);
    }
  }

  /** The first line of what Flink says; the rest is a stack trace. */
  private static String reason(String body) {
    try {
      JsonNode errors = JSON.readTree(body).path("errors");
      String last = errors.path(errors.size() - 1).asText();
      // The first entry may only say that there was an error, and the last is the trace.
      String text = last.isEmpty() ? body : last;
      return innermost(text);
    } catch (IOException e) {
      return body.lines().findFirst().orElse("it says nothing");
    }
  }

  /** The innermost cause that a stack trace tells, without its class's package. */
  public static String innermost(String trace) {
    String innermost = trace.lines().findFirst().orElse("");
    for (String line : trace.lines().toList()) {
      if (line.startsWith("Caused by: ")) {
        innermost = line.substring("Caused by: ".length());
      }
    }
    return innermost.replaceFirst("^(?:(?:[a-z]\\w*\\.)+(?:\\w+\\$)?\\w+: )+", "");
  }
}
