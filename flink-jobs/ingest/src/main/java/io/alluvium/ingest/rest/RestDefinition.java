package io.alluvium.ingest.rest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.definition.ColumnDefinitions;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.rest.RestSettings.Auth;
import io.alluvium.ingest.rest.RestSettings.Incremental;
import io.alluvium.ingest.rest.RestSettings.Limits;
import io.alluvium.ingest.rest.RestSettings.Paging;
import io.alluvium.ingest.rest.RestSettings.PagingKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the definition of a REST interface. */
final class RestDefinition {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int ATTEMPTS = 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_RESPONSE_BYTES = 32 << 20;

  private final InletDefinition definition;
  private final DefinitionValue source;

  RestDefinition(InletDefinition definition) {
    this.definition = definition;
    this.source = definition.root().required("source");
  }

  BronzeTarget target(List<DeclaredColumn> columns) {
    return definition.target(
        BronzeSchema.of(columns.stream().map(DeclaredColumn::toBronze).toList()));
  }

  RestSettings settings() {
    return new RestSettings(
        address(source.required("url")),
        texts("query"),
        texts("headers"),
        source.get("records").map(RestDefinition::place).orElse(JsonPlace.parse("$")),
        source
            .get("paging")
            .map(RestDefinition::paging)
            .orElse(new Paging(PagingKind.NONE, "", 0, null, 0, null, null)),
        source.get("incremental").map(RestDefinition::incremental).orElse(null),
        source.get("auth").map(this::auth).orElse(new RestSettings.Anonymous()),
        limits(source.get("limits")),
        ColumnDefinitions.read(definition.root()),
        definition.interval().orElse(null));
  }

  private Map<String, String> texts(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    source
        .get(field)
        .ifPresent(value -> value.fields().forEach((name, text) -> texts.put(name, text.text())));
    return texts;
  }

  private URI address(DefinitionValue value) {
    URI address;
    try {
      address = new URI(value.text());
    } catch (URISyntaxException e) {
      throw value.error("is no URL: " + e.getReason());
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw value.error("must be a URL that begins with https://");
    }
    if (address.getRawUserInfo() != null) {
      throw value.error("must not hold a password; write it under auth");
    }
    boolean plainAllowed =
        LOOPBACK.contains(address.getHost())
            || source.get("allow-http").map(DefinitionValue::bool).orElse(false);
    if (scheme.equals("http") && !plainAllowed) {
      throw value.error(
          "is not encrypted, so that anybody on the way can read and change it. Write https://, or"
              + " 'allow-http: true' if that is acceptable");
    }
    return address;
  }

  private static JsonPlace place(DefinitionValue value) {
    return value.isList()
        ? new JsonPlace(value.items().stream().map(DefinitionValue::text).toList())
        : JsonPlace.parse(value.text());
  }

  private static Paging paging(DefinitionValue paging) {
    PagingKind kind = PagingKind.valueOf(paging.required("by").text().toUpperCase(Locale.ROOT));
    Optional<DefinitionValue> size = paging.get("size");
    Optional<DefinitionValue> sizeParameter = paging.get("size-parameter");
    if (sizeParameter.isPresent() && size.isEmpty()) {
      throw paging.error("with size-parameter there must be a size");
    }
    if (kind == PagingKind.CURSOR && paging.get("cursor").isEmpty()) {
      throw paging.error("by cursor there must be a field cursor: where in a body the next one is");
    }
    return new Paging(
        kind,
        paging
            .get("parameter")
            .map(DefinitionValue::text)
            .orElse(kind.name().toLowerCase(Locale.ROOT)),
        paging.get("first").map(DefinitionValue::number).orElse(1L),
        sizeParameter.map(DefinitionValue::text).orElse(null),
        size.map(DefinitionValue::integer).orElse(0),
        paging.get("cursor").map(RestDefinition::place).orElse(null),
        paging.get("has-more").map(RestDefinition::place).orElse(null));
  }

  private static Incremental incremental(DefinitionValue value) {
    Optional<DefinitionValue> field = value.get("field");
    Optional<DefinitionValue> cursor = value.get("cursor");
    if (field.isPresent() == cursor.isPresent()) {
      throw value.error(
          "needs either field, of which the greatest value is the next mark, or cursor, where the"
              + " last page's body holds it");
    }
    return new Incremental(
        value.required("parameter").text(),
        field.map(RestDefinition::place).orElse(null),
        cursor.map(RestDefinition::place).orElse(null),
        value.get("from").map(DefinitionValue::text).orElse(null));
  }

  private Auth auth(DefinitionValue auth) {
    if (auth.fields().size() != 1) {
      throw auth.error("must be one of api-key, basic and oauth2");
    }
    Optional<DefinitionValue> key = auth.get("api-key");
    if (key.isPresent()) {
      Optional<DefinitionValue> header = key.get().get("header");
      Optional<DefinitionValue> query = key.get().get("query");
      if (header.isPresent() == query.isPresent()) {
        throw key.get().error("needs either header or query: where the key goes");
      }
      return new RestSettings.ApiKey(
          header.map(DefinitionValue::text).orElse(null),
          query.map(DefinitionValue::text).orElse(null),
          key.get().required("key").secret());
    }
    Optional<DefinitionValue> basic = auth.get("basic");
    if (basic.isPresent()) {
      return new RestSettings.Basic(
          basic.get().required("user").text(), basic.get().required("password").secret());
    }
    DefinitionValue oauth = auth.required("oauth2");
    return new RestSettings.ClientCredentials(
        address(oauth.required("token-url")),
        oauth.required("client-id").text(),
        oauth.required("client-secret").secret(),
        oauth.get("scope").map(DefinitionValue::text).orElse(null),
        oauth.get("credentials-in").map(value -> value.text().equals("body")).orElse(false));
  }

  private static Limits limits(Optional<DefinitionValue> limits) {
    return new Limits(
        limits.flatMap(value -> value.get("per-second")).map(DefinitionValue::decimal).orElse(0.0),
        limits
            .flatMap(value -> value.get("timeout"))
            .map(DefinitionValue::duration)
            .orElse(TIMEOUT),
        limits
            .flatMap(value -> value.get("attempts"))
            .map(DefinitionValue::integer)
            .orElse(ATTEMPTS),
        limits
            .flatMap(value -> value.get("max-response-bytes"))
            .map(value -> Math.toIntExact(value.bytes().getBytes()))
            .orElse(MAX_RESPONSE_BYTES));
  }
}
