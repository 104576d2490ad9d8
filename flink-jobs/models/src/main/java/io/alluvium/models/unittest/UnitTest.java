package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.definitions.Similar;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit test as the YAML has it, in dbt's format.
 *
 * @param given the entries, by what they stand for; the model itself for {@code this}
 * @param without the variations that it leaves out, with their reasons
 */
record UnitTest(
    String id,
    String name,
    ModelNode model,
    Map<Node, DefinitionValue> given,
    Map<Variation, String> without,
    List<String> tags,
    DefinitionValue definition) {
  private static final Pattern REF = Pattern.compile("ref\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)");
  private static final Pattern SOURCE =
      Pattern.compile("source\\(\\s*['\"]([^'\"]+)['\"]\\s*,\\s*['\"]([^'\"]+)['\"]\\s*\\)");

  static UnitTest of(DefinitionValue test, ModelGraph graph) {
    String name = test.required("name").text();
    String modelName = test.required("model").text();
    Node tested = graph.named(modelName);
    if (!(tested instanceof ModelNode model)) {
      throw test.required("model")
          .error(
              "there is no model '"
                  + modelName
                  + "'"
                  + Similar.hint(modelName, graph.models().stream().map(Node::name).toList()));
    }
    Map<Node, DefinitionValue> given = new LinkedHashMap<>();
    for (DefinitionValue entry : test.required("given").items()) {
      Node node = input(entry.required("input"), model, graph);
      if (given.put(node, entry) != null) {
        throw entry.required("input").error("is given twice; put the rows together");
      }
    }
    return new UnitTest(
        "unit_test." + graph.project() + "." + modelName + "." + name,
        name,
        model,
        given,
        Variation.without(test),
        tags(test),
        test);
  }

  static boolean isEnabled(DefinitionValue test) {
    return test.get("config")
        .flatMap(config -> config.get("enabled"))
        .map(DefinitionValue::bool)
        .orElse(true);
  }

  private static Node input(DefinitionValue input, ModelNode model, ModelGraph graph) {
    String text = input.text().strip();
    Matcher ref = REF.matcher(text);
    Matcher source = SOURCE.matcher(text);
    if (text.equals("this")) {
      return model;
    } else if (ref.matches()) {
      return Optional.ofNullable(graph.named(ref.group(1)))
          .orElseThrow(
              () ->
                  input.error(
                      "there is no model or seed '"
                          + ref.group(1)
                          + "'"
                          + Similar.hint(ref.group(1), names(graph))));
    } else if (source.matches()) {
      String name = source.group(1) + "." + source.group(2);
      return Optional.ofNullable(graph.named(name))
          .orElseThrow(
              () ->
                  input.error(
                      "there is no table '"
                          + name
                          + "' of a source"
                          + Similar.hint(name, names(graph))));
    }
    throw input.error("must be ref('model'), source('source', 'table') or this");
  }

  private static List<String> names(ModelGraph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  private static List<String> tags(DefinitionValue test) {
    List<String> tags = new ArrayList<>();
    test.get("config")
        .flatMap(config -> config.get("tags"))
        .ifPresent(
            value -> {
              if (value.isList()) {
                value.items().forEach(item -> tags.add(item.text()));
              } else {
                tags.add(value.text());
              }
            });
    return List.copyOf(tags);
  }

  /** As the test names an input in messages. */
  static String title(Node node, UnitTest test) {
    if (node == test.model()) {
      return "this";
    }
    return node instanceof Node.SourceNode source
        ? "source('" + source.source().source() + "', '" + source.source().name() + "')"
        : "ref('" + node.name() + "')";
  }

  DefinitionValue expect() {
    return definition.required("expect");
  }
}
