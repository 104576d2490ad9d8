package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image's file is about this build; the image itself is not made here. */
class ImageITCase {
  private static final Path LIBRARIES = Repository.ROOT.resolve("cluster/libraries/target/lib");

  @Test
  void isOfTheFlinkAndTheJavaOfTheBuild() throws IOException {
    assertThat(Files.readString(Repository.DOCKERFILE))
        .contains(
            "FROM flink:"
                + Repository.property("flink.version")
                + "-scala_2.12-java"
                + Repository.property("maven.compiler.release")
                + " ");
  }

  @Test
  void runsAsTheUserThatTheChartNames() throws IOException {
    List<String> lines = Files.readAllLines(Repository.DOCKERFILE);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("USER 9999:9999");
    assertThat(Files.readString(Repository.CHART.resolve("templates/_helpers.tpl")))
        .contains("runAsUser: 9999");
  }

  @Test
  void takesWhatTheBuildMakes() throws IOException {
    String file = Files.readString(Repository.DOCKERFILE);
    for (String module : modules(file)) {
      assertThat(Repository.ROOT.resolve(module).resolve("pom.xml")).exists();
    }
    for (MatchResult jar :
        Pattern.compile("(\\S+)/target/(alluvium-[a-z]+)-\\*\\.jar")
            .matcher(file)
            .results()
            .toList()) {
      assertThat(Repository.ROOT.resolve(jar.group(1)).resolve("pom.xml"))
          .content()
          .contains("<artifactId>" + jar.group(2) + "</artifactId>");
    }
    assertThat(file).contains("COPY sql /opt/alluvium/sql");
    assertThat(Repository.ROOT.resolve("sql/dbt_project.yml")).exists();
  }

  @Test
  void libraryHasNoNameTwiceAndNoneOfFlinksOwn() throws IOException {
    List<String> names =
        Stream.of(Files.readString(LIBRARIES).strip().split(File.pathSeparator))
            .map(jar -> Path.of(jar).getFileName().toString())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .anyMatch(name -> name.startsWith("alluvium-connector-delta"))
        .anyMatch(name -> name.startsWith("alluvium-connector-azure"))
        .anyMatch(name -> name.startsWith("hadoop-azure"))
        .noneMatch(name -> name.matches("flink-(runtime|streaming-java|clients|table-.*)-\\d.*"))
        // Thin jobs come by their own jars.
        .noneMatch(name -> name.matches("alluvium-(cdc|ingest|models)-.*"));
  }

  private static List<String> modules(String file) {
    return Pattern.compile("-pl (\\S+)")
        .matcher(file)
        .results()
        .flatMap(match -> Stream.of(match.group(1).split(",")))
        .toList();
  }
}
