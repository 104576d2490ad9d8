package io.alluvium.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What a chart renders to. */
record Manifests(String text, List<JsonNode> all) {
  static Manifests of(String text) {
    return new Manifests(text, Yaml.documents(text));
  }

  List<JsonNode> ofKind(String kind) {
    return all.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  Optional<JsonNode> find(String kind, String name) {
    return ofKind(kind).stream()
        .filter(one -> one.at("/metadata/name").asText().equals(name))
        .findFirst();
  }

  static String name(JsonNode manifest) {
    return manifest.path("kind").asText() + " " + manifest.at("/metadata/name").asText();
  }
}
