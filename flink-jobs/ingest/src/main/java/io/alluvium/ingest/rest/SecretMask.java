package io.alluvium.ingest.rest;

import io.alluvium.ingest.rest.RestSettings.ApiKey;
import io.alluvium.ingest.rest.RestSettings.Auth;
import io.alluvium.ingest.rest.RestSettings.Basic;
import io.alluvium.ingest.rest.RestSettings.ClientCredentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes a definition's secrets out of what a server has sent: answers may repeat the request. */
final class SecretMask {
  private static final String MASK = "******";

  private final Pattern secrets;

  private SecretMask(List<String> secrets) {
    this.secrets =
        Pattern.compile(
            secrets.stream()
                .flatMap(SecretMask::forms)
                .filter(form -> !form.isEmpty())
                // One may be the beginning of another.
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")),
            // The digits of percent encoding are of either case.
            Pattern.CASE_INSENSITIVE);
  }

  static SecretMask of(Auth auth) {
    if (auth instanceof ApiKey key) {
      return new SecretMask(List.of(key.key().reveal()));
    }
    if (auth instanceof Basic basic) {
      return new SecretMask(List.of(basic.password().reveal(), RestClient.credentials(basic)));
    }
    return new SecretMask(
        auth instanceof ClientCredentials client ? List.of(client.secret().reveal()) : List.of());
  }

  static String masked(String text, String secret) {
    return new SecretMask(List.of(secret)).masked(text);
  }

  private static Stream<String> forms(String secret) {
    return Stream.of(
        secret, RestClient.encoded(secret), URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  String masked(String text) {
    return secrets.pattern().isEmpty() ? text : secrets.matcher(text).replaceAll(MASK);
  }
}
