package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.project.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of rows, in the folder {@code fixtures} of the folders of tests. */
final class Fixtures {
  private static final Pattern LINE = Pattern.compile("^(.*), line (\\d+)$");

  private final Path project;
  private final List<String> testPaths;

  Fixtures(Path project, List<String> testPaths) {
    this.project = project;
    this.testPaths = testPaths;
  }

  /**
   * A text of several lines.
   *
   * @param line of its first line in the file, from 1
   */
  record Text(String text, String file, int line) {
    Origin origin(int offset) {
      return Origin.of(file, line + offset);
    }
  }

  /** A text in the YAML, which begins on the line below its name. */
  Text inline(DefinitionValue rows) {
    Matcher place = LINE.matcher(rows.place());
    return place.matches()
        ? new Text(rows.text(), place.group(1), Integer.parseInt(place.group(2)) + 1)
        : new Text(rows.text(), rows.place(), 1);
  }

  Text file(DefinitionValue fixture, String format) {
    String name = fixture.text();
    for (String folder : testPaths) {
      for (String candidate : List.of(name + "." + format, name)) {
        String relative = folder + "/fixtures/" + candidate;
        Path file = project.resolve(relative);
        if (Files.isRegularFile(file)) {
          return new Text(read(fixture, file), relative, 1);
        }
      }
    }
    throw fixture.error(
        "there is no file "
            + testPaths.stream().findFirst().orElse("tests")
            + "/fixtures/"
            + name
            + "."
            + format);
  }

  /** A file of the project, such as a seed. */
  Optional<Text> file(String relative) {
    Path file = project.resolve(relative);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(new Text(Files.readString(file), relative, 1))
          : Optional.empty();
    } catch (IOException e) {
      throw Origin.of(relative, 1).error("cannot be read: " + e.getMessage());
    }
  }

  private static String read(DefinitionValue fixture, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw fixture.error(file + " cannot be read: " + e.getMessage());
    }
  }
}
