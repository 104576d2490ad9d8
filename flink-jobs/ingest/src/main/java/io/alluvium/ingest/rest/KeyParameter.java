package io.alluvium.ingest.rest;

import io.alluvium.definitions.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A key in the query: addresses have it while they are asked, and not where they are kept. */
record KeyParameter(String name, Secret key) {

  /** Empty where there is none. */
  static Optional<KeyParameter> of(RestSettings.Auth auth) {
    return auth instanceof RestSettings.ApiKey key && key.parameter() != null
        ? Optional.of(new KeyParameter(key.parameter(), key.key()))
        : Optional.empty();
  }

  URI addedTo(URI address) {
    return URI.create(
        address
            + (address.getRawQuery() == null ? "?" : "&")
            + RestClient.encoded(name)
            + "="
            + RestClient.encoded(key.reveal()));
  }

  /** Servers may repeat the whole query in the address of the next page. */
  URI removedFrom(URI address) {
    String query = address.getRawQuery();
    if (query == null || Arrays.stream(query.split("&")).noneMatch(this::isThis)) {
      return address;
    }
    String others =
        Arrays.stream(query.split("&"))
            .filter(parameter -> !isThis(parameter))
            .collect(Collectors.joining("&"));
    String withoutQuery = address.toString().replaceFirst("[?].*", "");
    return URI.create(withoutQuery + (others.isEmpty() ? "" : "?" + others));
  }

  private boolean isThis(String parameter) {
    return URLDecoder.decode(parameter.replaceFirst("=.*", ""), StandardCharsets.UTF_8)
        .equals(name);
  }
}
