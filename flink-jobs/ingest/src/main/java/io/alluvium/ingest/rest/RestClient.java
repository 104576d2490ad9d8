package io.alluvium.ingest.rest;

import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.rest.RestSettings.ApiKey;
import io.alluvium.ingest.rest.RestSettings.Basic;
import io.alluvium.ingest.rest.RestSettings.ClientCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/** Asks an interface once at a time, with its credentials. */
final class RestClient {
  private static final int EXCERPT = 200;

  private final RestSettings settings;
  private final Exchange exchange;
  private final InstantSource clock;
  private final Optional<KeyParameter> key;
  private final SecretMask mask;
  @Nullable private final AccessToken token;
  private boolean freshToken;

  RestClient(RestSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.key = KeyParameter.of(settings.auth());
    this.mask = SecretMask.of(settings.auth());
    Duration timeout = settings.limits().timeout();
    this.exchange = new Exchange(timeout, settings.limits().maxResponseBytes());
    this.token =
        settings.auth() instanceof ClientCredentials credentials
            ? new AccessToken(credentials, exchange, timeout, clock)
            : null;
  }

  /**
   * @throws BatchException where asking again would not help
   */
  RestAnswer get(URI address) throws InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = exchange.send(request(address));
    } catch (LimitedBody.TooLargeException e) {
      throw new BatchException(
          plain(address.toString())
              + ": "
              + e.getMessage()
              + ". Ask for smaller pages, or raise the bound.",
          e);
    } catch (IOException e) {
      return RestAnswer.Later.of(String.valueOf(e.getMessage()));
    }
    int status = response.statusCode();
    if (status / 100 == 2) {
      freshToken = false;
      return new RestAnswer.Body(response.body(), response.headers());
    }
    if (status == 401 && token != null && !freshToken) {
      token.forget();
      freshToken = true;
      return new RestAnswer.Later("the token is not taken any more", Duration.ZERO);
    }
    if (status == 429 || status == 408 || status == 425 || status >= 500) {
      Duration wait =
          response
              .headers()
              .firstValue("Retry-After")
              .flatMap(header -> RetryAfter.parse(header, clock.instant()))
              .orElse(Duration.ofMillis(-1));
      return new RestAnswer.Later("it answers " + status, wait);
    }
    throw new BatchException(refusal(address, response));
  }

  private String refusal(URI address, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String remedy =
        switch (status) {
          case 401, 403 -> "Check the definition's auth.";
          case 404, 410 -> "Check the definition's url.";
          case 301, 302, 307, 308 ->
              "It has moved to "
                  + response
                      .headers()
                      .firstValue("Location")
                      .map(place -> masked(plain(place)))
                      .orElse("an unnamed place")
                  + "; write that as url if it is to be trusted with the credentials.";
          default -> "Check the definition's query and paging.";
        };
    String body = new String(response.body(), StandardCharsets.UTF_8).strip();
    String line = masked(body.lines().findFirst().orElse(""));
    String excerpt = line.substring(0, Math.min(EXCERPT, line.length()));
    return plain(address.toString())
        + " answers "
        + status
        + (excerpt.isEmpty() ? "" : " (" + excerpt + ")")
        + ". "
        + remedy;
  }

  /** Without the query, which may hold a key. */
  private static String plain(String address) {
    return address.replaceFirst("\\?.*", "");
  }

  /** What a server has sent, without secrets. */
  String masked(String text) {
    String masked = mask.masked(text);
    return token == null ? masked : token.maskedIn(masked);
  }

  private HttpRequest request(URI address) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(key.map(one -> one.addedTo(address)).orElse(address))
            .timeout(settings.limits().timeout())
            .header("Accept", "application/json");
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token.get());
    } else if (settings.auth() instanceof Basic basic) {
      request.setHeader("Authorization", "Basic " + credentials(basic));
    } else if (settings.auth() instanceof ApiKey inHeader && inHeader.header() != null) {
      request.setHeader(inHeader.header(), inHeader.key().reveal());
    }
    return request.GET().build();
  }

  /** As HTTP basic authentication sends them. */
  static String credentials(Basic basic) {
    String pair = basic.user() + ":" + basic.password().reveal();
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
