package io.alluvium.ingest.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.rest.RestSettings.ClientCredentials;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.annotation.Nullable;

/** A token of OAuth 2.0 client credentials: asked for when needed, and kept until it expires. */
final class AccessToken {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final long DEFAULT_SECONDS = 300;

  private final ClientCredentials credentials;
  private final Exchange exchange;
  private final Duration timeout;
  private final InstantSource clock;
  @Nullable private String token;
  private Instant expires = Instant.MIN;

  AccessToken(
      ClientCredentials credentials, Exchange exchange, Duration timeout, InstantSource clock) {
    this.credentials = credentials;
    this.exchange = exchange;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * @throws BatchException where the credentials are refused
   * @throws IOException where there is no answer; asking again may help
   */
  String get() throws IOException, InterruptedException {
    if (token == null || !clock.instant().isBefore(expires)) {
      renew();
    }
    return token;
  }

  /** Says that the token is not taken any more. */
  void forget() {
    token = null;
  }

  /** The text, without the token. */
  String maskedIn(String text) {
    return token == null ? text : SecretMask.masked(text, token);
  }

  private void renew() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = exchange.send(request());
    int status = response.statusCode();
    if (status == 429 || status >= 500) {
      throw new IOException("the token's address answers " + status);
    }
    if (status != 200) {
      throw new BatchException(
          credentials.tokenUrl()
              + " refuses a token (status "
              + status
              + "). Check client-id, client-secret and scope.");
    }
    JsonNode answer = new ObjectMapper().readTree(response.body());
    String newToken = answer.path("access_token").asText("");
    if (newToken.isEmpty()) {
      throw new BatchException(
          credentials.tokenUrl() + " answers without an access_token. Check token-url.");
    }
    token = newToken;
    long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
    Duration lifetime = Duration.ofSeconds(seconds);
    expires =
        clock
            .instant()
            .plus(
                lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? lifetime.minus(MARGIN) : lifetime);
  }

  private HttpRequest request() {
    String form = "grant_type=client_credentials";
    if (credentials.scope() != null) {
      form += "&scope=" + encoded(credentials.scope());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(credentials.tokenUrl())
            .timeout(timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    if (credentials.inBody()) {
      form +=
          "&client_id="
              + encoded(credentials.clientId())
              + "&client_secret="
              + encoded(credentials.secret().reveal());
    } else {
      String pair = encoded(credentials.clientId()) + ":" + encoded(credentials.secret().reveal());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(form)).build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
