package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.SourceNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data test that YAML gives to a table or a column, under the name and id that dbt gives it.
 *
 * @param id in the manifest
 * @param name in full, which may be too long for a database
 * @param alias at most 63 characters
 * @param namespace the package of the test, such as {@code dbt_expectations}; empty for dbt's own
 * @param kind such as {@code not_null}
 * @param tested the node whose rows it is about
 * @param arguments those of the test, {@code column_name} among them
 * @param config those of how it is run, such as {@code severity} and {@code where}
 * @param definition where it is written
 */
public record GenericTest(
    String id,
    String name,
    String alias,
    Optional<String> namespace,
    String kind,
    Node tested,
    Optional<String> column,
    Map<String, Object> arguments,
    Map<String, Object> config,
    DefinitionValue definition) {
  private static final List<String> CONFIGURATION =
      List.of(
          "severity",
          "tags",
          "enabled",
          "where",
          "limit",
          "warn_if",
          "error_if",
          "fail_calc",
          "store_failures",
          "store_failures_as",
          "meta",
          "database",
          "schema",
          "alias");

  static GenericTest of(
      String project, Node tested, Optional<String> column, DefinitionValue definition) {
    String full = name(definition);
    int dot = full.lastIndexOf('.');
    Optional<String> namespace = dot < 0 ? Optional.empty() : Optional.of(full.substring(0, dot));
    String kind = full.substring(dot + 1);
    Map<String, Object> arguments = arguments(definition, full);
    Map<String, Object> config = new LinkedHashMap<>();
    if (arguments.remove("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    for (String key : CONFIGURATION) {
      Object value = arguments.remove(key);
      if (value != null) {
        config.putIfAbsent(key, value);
      }
    }
    arguments.remove("description");
    Object given = arguments.remove("name");
    column.ifPresent(one -> arguments.put("column_name", one));
    String prefix =
        namespace.map(one -> one + "_").orElse("")
            + (tested instanceof SourceNode ? "source_" : "")
            + kind;
    String table = tested.name().replace('.', '_');
    String name = given == null ? TestNames.full(prefix, table, arguments) : String.valueOf(given);
    String alias = given == null ? TestNames.brief(prefix, table, name) : name;
    Map<String, Object> metadata = metadata(tested, kind, namespace, arguments);
    return new GenericTest(
        "test." + project + "." + alias + "." + TestNames.suffix(alias, metadata),
        name,
        alias,
        namespace,
        kind,
        tested,
        column,
        Map.copyOf(arguments),
        config,
        definition);
  }

  /** {@code test_metadata} of the manifest. */
  Map<String, Object> metadata() {
    return metadata(tested, kind, namespace, arguments);
  }

  private static Map<String, Object> metadata(
      Node tested, String kind, Optional<String> namespace, Map<String, Object> arguments) {
    Map<String, Object> keywords = new LinkedHashMap<>(arguments);
    String call = tested.name();
    if (tested instanceof SourceNode source) {
      call = "source('" + source.source().source() + "', '" + source.source().name() + "')";
    } else {
      call = "ref('" + call + "')";
    }
    keywords.put("model", "{{ get_where_subquery(" + call + ") }}");
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", kind);
    metadata.put("kwargs", keywords);
    metadata.put("namespace", namespace.orElse(null));
    return metadata;
  }

  private static String name(DefinitionValue test) {
    if (test.isText()) {
      return test.text();
    }
    Map<String, DefinitionValue> fields = test.fields();
    if (fields.containsKey("test_name")) {
      return fields.get("test_name").text();
    }
    if (fields.isEmpty()) {
      throw test.error("must name a test");
    }
    return fields.keySet().iterator().next();
  }

  private static Map<String, Object> arguments(DefinitionValue test, String name) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (test.isText()) {
      return arguments;
    }
    test.get(name)
        .filter(DefinitionValue::isObject)
        .ifPresent(
            given -> given.fields().forEach((key, value) -> arguments.put(key, value.plain())));
    test.fields()
        .forEach(
            (key, value) -> {
              if (!key.equals(name) && !key.equals("test_name")) {
                arguments.put(key, value.plain());
              }
            });
    if (arguments.remove("arguments") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> arguments.put(String.valueOf(key), value));
    }
    return arguments;
  }
}
