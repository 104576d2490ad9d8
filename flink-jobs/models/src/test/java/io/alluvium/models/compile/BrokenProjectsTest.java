package io.alluvium.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alluvium.definitions.DefinitionException;
import io.alluvium.models.ModelException;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.run.ModelsProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told in one line that names the file, the line and the remedy. */
class BrokenProjectsTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/alluvium/models/broken").toAbsolutePath();
  private static final Pattern HEAD = Pattern.compile("^-- (\\S+) --\n", Pattern.MULTILINE);
  private static final Pattern EXPECTED = Pattern.compile("-- expect --\n(.*)");

  @TempDir Path folder;

  static Stream<String> projects() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void saysWhatIsWrongInOneLine(String name) throws Exception {
    String expected = write(Files.readString(FOLDER.resolve(name)));
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, folder.toString());
    options.set(ModelsOptions.LAKE_PATH, folder.resolve("lake").toUri().toString());
    Throwable problem =
        catchThrowable(
            () -> {
              try (ProjectCompiler compiler = ModelsProject.withoutLake(options).compiler()) {
                for (JobScript script : compiler.compile().values()) {
                  compiler.plan(script);
                }
              }
            });
    assertThat(problem).isInstanceOfAny(ModelException.class, DefinitionException.class);
    assertThat(problem.getMessage()).contains(expected).hasLineCount(1);
    assertThat(problem.getMessage()).doesNotContain("Exception");
  }

  @Test
  void thereAreManyMistakesEachOfAnotherKind() throws Exception {
    List<String> told = new ArrayList<>();
    for (String name : projects().toList()) {
      String expected = expected(Files.readString(FOLDER.resolve(name)));
      // A folder without a project has no line.
      if (!name.equals("no_project.txt")) {
        assertThat(expected).as(name).matches("\\S+\\.(sql|ya?ml|csv), line \\d+: (?s).+");
      }
      told.add(expected.replaceFirst("^\\S+, line \\d+: ", ""));
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(50);
    assertThat(new HashSet<>(told)).hasSizeGreaterThanOrEqualTo(45);
  }

  private static String expected(String archive) {
    Matcher section = EXPECTED.matcher(archive);
    assertThat(section.find()).isTrue();
    return section.group(1).strip();
  }

  /** Writes the files, and gives the expected message. */
  private String write(String archive) throws IOException {
    Matcher heads = HEAD.matcher(archive);
    List<MatchResult> all = heads.results().toList();
    for (int i = 0; i < all.size(); i++) {
      int end = i + 1 < all.size() ? all.get(i + 1).start() : archive.length();
      String text = archive.substring(all.get(i).end(), end);
      if (!all.get(i).group(1).equals("expect")) {
        Path file = folder.resolve(all.get(i).group(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
    }
    return expected(archive);
  }
}
