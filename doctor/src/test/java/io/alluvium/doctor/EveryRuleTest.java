package io.alluvium.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.rules.AllRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the marked line of its failing fixture, and nothing in its passing one. */
class EveryRuleTest {
  private static final Path FIXTURES = Path.of("src/test/resources/rules");

  static Stream<String> rules() {
    return AllRules.list().stream().map(Rule::id);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsTheMarkedLineOnly(String rule) throws IOException {
    Path failing = fixture(rule, "failing");
    List<String> lines = Files.readAllLines(failing);
    List<String> expected =
        Stream.iterate(0, i -> i + 1)
            .limit(lines.size())
            .filter(i -> lines.get(i).endsWith("<-- here"))
            .map(i -> rule + " at " + (i + 1))
            .toList();
    assertThat(expected).as("marked lines of " + failing).hasSize(1);
    assertThat(found(failing)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsNothingInWhatIsRight(String rule) throws IOException {
    assertThat(found(fixture(rule, "passing"))).isEmpty();
  }

  @Test
  void noFixtureIsWithoutARule() throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(rules().toList());
    }
  }

  private static Path fixture(String rule, String name) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(rule))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "."))
          .findFirst()
          .orElseThrow(() -> new AssertionError(rule + " has no fixture " + name));
    }
  }

  private static List<String> found(Path file) {
    return new Doctor()
        .look(Project.read(List.of(file))).stream()
            .map(finding -> finding.rule().id() + " at " + finding.line())
            .toList();
  }
}
