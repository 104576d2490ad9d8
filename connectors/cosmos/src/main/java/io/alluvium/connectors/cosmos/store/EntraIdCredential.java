package io.alluvium.connectors.cosmos.store;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks Entra ID for tokens, by a federated token or a secret; never a cloud's metadata address. The
 * client keeps tokens and asks again before they end.
 */
final class EntraIdCredential implements TokenCredential {
  private static final String DEFAULT_AUTHORITY = "https://login.microsoftonline.com/";
  private static final String FEDERATED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final EntraIdentity identity;
  private final Map<String, String> environment;

  EntraIdCredential(EntraIdentity identity, Map<String, String> environment) {
    this.identity = identity;
    this.environment = environment;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> token(String.join(" ", request.getScopes())))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private AccessToken token(String scope) throws IOException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", given(identity.client(), "AZURE_CLIENT_ID", "entra-id.client"));
    form.put("scope", scope);
    if (identity.clientSecret() != null) {
      form.put("client_secret", identity.clientSecret().read());
    } else {
      String file =
          given(identity.tokenFile(), "AZURE_FEDERATED_TOKEN_FILE", "entra-id.token.file");
      form.put("client_assertion_type", FEDERATED);
      form.put("client_assertion", federatedToken(file));
    }
    String tenant = given(identity.tenant(), "AZURE_TENANT_ID", "entra-id.tenant");
    OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC);
    JsonNode answer = post(URI.create(authority() + tenant + "/oauth2/v2.0/token"), form);
    String token = answer.path("access_token").asText("");
    long seconds = answer.path("expires_in").asLong(0);
    if (token.isEmpty() || seconds <= 0) {
      throw new CosmosStoreException("Entra ID answered without a token.");
    }
    return new AccessToken(token, start.plusSeconds(seconds));
  }

  /** Read each time: Kubernetes replaces it every hour or so. */
  private static String federatedToken(String file) throws IOException {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (NoSuchFileException e) {
      throw new CosmosStoreException(
          "Entra ID needs a federated token in the file "
              + file
              + ", which is not there: check option 'entra-id.token.file' or, without it,"
              + " AZURE_FEDERATED_TOKEN_FILE.",
          e);
    }
  }

  private String authority() {
    String authority =
        identity.authority() == null
            ? environment.getOrDefault("AZURE_AUTHORITY_HOST", DEFAULT_AUTHORITY)
            : identity.authority();
    return authority.endsWith("/") ? authority : authority + "/";
  }

  private JsonNode post(URI uri, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    int status = response.statusCode();
    if (status == 200) {
      return new ObjectMapper().readTree(response.body());
    }
    String refusal =
        "Entra ID at "
            + uri.getHost()
            + " gives no token: status "
            + status
            + description(response.body());
    if (isPassing(status)) {
      throw new IOException(refusal);
    }
    throw new CosmosStoreException(
        refusal + ". Check the identity and that its credential has not expired.");
  }

  /** Whether it may answer otherwise if it is asked again. */
  private static boolean isPassing(int status) {
    return status >= 500 || status == 408 || status == 429;
  }

  /** What Entra ID says is wrong, such as AADSTS700016; it repeats no secret. */
  private static String description(String body) {
    try {
      String text = new ObjectMapper().readTree(body).path("error_description").asText("");
      return text.isEmpty() ? "" : ", " + text.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private String given(@Nullable String value, String variable, String option)
      throws CosmosStoreException {
    String found = value == null ? environment.get(variable) : value;
    if (found == null) {
      throw new CosmosStoreException(
          "Entra ID needs option '"
              + option
              + "', or "
              + variable
              + " in the environment: label the pod azure.workload.identity/use.");
    }
    return found;
  }
}
