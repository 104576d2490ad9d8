package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What parts of a plan mean, as text: names of columns left out, references to columns replaced by
 * what these are, functions with the digest of their code.
 */
final class PlanText {
  /** Say nothing about what an operator computes or keeps. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of("name", "description", "configuration", "inputProperties", "generateUpdateBefore");

  private static final int DIGEST_LENGTH = 12;
  private static final int SHORT = 8;

  private final List<String> columns;
  private final Map<String, String> functions;

  /**
   * @param columns what the columns of the input are
   * @param functions digests of their code by name
   */
  PlanText(List<String> columns, Map<String, String> functions) {
    this.columns = columns;
    this.functions = functions;
  }

  /** With references as they are. */
  static String of(JsonNode node) {
    return new PlanText(List.of(), Map.of()).text(node);
  }

  static String digest(Object... parts) {
    StringBuilder all = new StringBuilder();
    for (Object part : parts) {
      all.append(part).append('\n');
    }
    return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .substring(0, DIGEST_LENGTH);
  }

  String column(int index) {
    return index < columns.size() ? columns.get(index) : "#" + index;
  }

  List<String> columns(List<Integer> positions) {
    return positions.stream().map(this::column).toList();
  }

  String text(JsonNode node) {
    if (node.isArray()) {
      StringBuilder text = new StringBuilder("[");
      node.forEach(element -> text.append(text(element)).append(' '));
      return text.append(']').toString();
    }
    if (!node.isObject()) {
      return node.isTextual() ? node.asText() : node.toString();
    }
    if (node.path("kind").asText().endsWith("INPUT_REF")) {
      String alpha = node.path("alpha").asText();
      return alpha + (alpha.isEmpty() ? "" : ".") + column(node.path("inputIndex").asInt());
    }
    Map<String, String> fields = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              boolean isName =
                  field.getKey().equals("catalogName") || field.getKey().equals("systemName");
              if (!WITHOUT_MEANING.contains(field.getKey())
                  && !field.getValue().isNull()
                  && !(isName && !code(node).isEmpty())) {
                fields.put(field.getKey(), text(field.getValue()));
              }
            });
    return fields + code(node);
  }

  /** The digest of the function that is called, where it is known. */
  private String code(JsonNode call) {
    String name = function(call);
    return name.isEmpty() || !functions.containsKey(name) ? "" : "@" + functions.get(name);
  }

  /** A function that is not Flink's, for people: with the beginning of its digest. */
  String named(String function) {
    String digest = functions.getOrDefault(function, "");
    return function
        + (digest.isEmpty() ? "" : "@" + digest.substring(0, Math.min(SHORT, digest.length())));
  }

  /** The last part of the name of a function that is not Flink's, in lower case. */
  static String function(JsonNode call) {
    String name = call.path("catalogName").asText(call.path("systemName").asText(""));
    String plain = name.replace("`", "");
    return plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
