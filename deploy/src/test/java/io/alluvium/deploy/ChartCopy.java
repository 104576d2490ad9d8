package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the chart whose defaults are the values of an example, so that Helm's lint sees them.
 */
final class ChartCopy {
  static final String EXAMPLE = "example.yaml";

  private final Path folder;

  private ChartCopy(Path folder) {
    this.folder = folder;
  }

  static ChartCopy of(String example, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(Repository.CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(Repository.CHART.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.move(folder.resolve("examples/" + example + ".yaml"), folder.resolve(EXAMPLE));
    return new ChartCopy(folder);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Changes a file; fails where it does not have the text. */
  ChartCopy replace(String file, String text, String other) throws IOException {
    String content = Files.readString(file(file));
    assertThat(content).contains(text);
    Files.writeString(file(file), content.replace(text, other));
    return this;
  }

  /** What Helm says against it; also that values do not fit the schema. */
  List<String> lint() throws IOException {
    ObjectNode values = (ObjectNode) Yaml.one(Files.readString(file("values.yaml")));
    merge(values, Yaml.one(Files.readString(file(EXAMPLE))));
    String original = Files.readString(file("values.yaml"));
    Files.writeString(file("values.yaml"), values.toPrettyString());
    LintResult result = new Helm(folder).lint().strict().call();
    Files.writeString(file("values.yaml"), original);
    return result.isFailed() ? result.getMessages() : List.of();
  }

  String render() {
    return new Helm(folder)
        .template()
        .withName("river")
        .withNamespace("lake")
        .withKubeVersion("1.31.0")
        .withValuesFile(file(EXAMPLE))
        .call();
  }

  private static void merge(ObjectNode values, JsonNode others) {
    others
        .fields()
        .forEachRemaining(
            field -> {
              if (values.get(field.getKey()) instanceof ObjectNode mine
                  && field.getValue().isObject()) {
                merge(mine, field.getValue());
              } else {
                values.set(field.getKey(), field.getValue());
              }
            });
  }
}
