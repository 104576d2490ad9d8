package io.alluvium.ingest.eventhubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Exchanges a federated token for an access token, as OAuth 2.0 client credentials do. */
final class TokenExchange {
  private static final String DEFAULT_AUTHORITY = "https://login.microsoftonline.com/";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final WorkloadIdentity identity;
  private final Map<String, String> environment;
  private final Clock clock;

  TokenExchange(WorkloadIdentity identity, Map<String, String> environment, Clock clock) {
    this.identity = identity;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * An access token.
   *
   * @param principal who it is for
   */
  record AccessToken(String value, String principal, long startMillis, long expiryMillis) {
    @Override
    public String toString() {
      return "AccessToken of " + principal;
    }
  }

  /**
   * @param scope of the token, such as {@code https://NAMESPACE.servicebus.windows.net/.default}
   * @throws IOException where the token file cannot be read or the authority does not give a token
   */
  AccessToken request(String scope) throws IOException {
    String clientId = identity.clientId().orElseGet(() -> variable("AZURE_CLIENT_ID"));
    String tenantId = identity.tenantId().orElseGet(() -> variable("AZURE_TENANT_ID"));
    String file = identity.tokenFile().orElseGet(() -> variable("AZURE_FEDERATED_TOKEN_FILE"));
    String authority =
        identity
            .authority()
            .orElse(environment.getOrDefault("AZURE_AUTHORITY_HOST", DEFAULT_AUTHORITY));
    // Read each time: Kubernetes replaces it every hour or so.
    String assertion = Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", clientId);
    form.put("scope", scope);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion);
    long start = clock.millis();
    JsonNode answer =
        post(
            URI.create(
                authority + (authority.endsWith("/") ? "" : "/") + tenantId + "/oauth2/v2.0/token"),
            form);
    String token = answer.path("access_token").asText("");
    long seconds = answer.path("expires_in").asLong(0);
    if (token.isEmpty() || seconds <= 0) {
      throw new IOException("Entra ID answered without a token");
    }
    return new AccessToken(token, clientId, start, start + Duration.ofSeconds(seconds).toMillis());
  }

  private JsonNode post(URI uri, Map<String, String> form) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new IOException(
            "Entra ID at "
                + uri.getHost()
                + " gives no token: status "
                + response.statusCode()
                + description(response.body()));
      }
      return new ObjectMapper().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking Entra ID for a token", e);
    }
  }

  /** What Entra ID says is wrong, such as AADSTS700016; it repeats no assertion. */
  private static String description(String body) {
    try {
      String text = new ObjectMapper().readTree(body).path("error_description").asText("");
      return text.isEmpty() ? "" : ", " + text.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "Workload identity needs "
              + name
              + ": label the pod azure.workload.identity/use, or set it in the definition");
    }
    return value;
  }
}
