package io.alluvium.interop.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.lake.DataTestResult;
import io.alluvium.models.quality.lake.DataTests;
import io.alluvium.models.quality.lake.ExpectationCases;
import io.alluvium.models.quality.lake.ExpectationLake;
import io.alluvium.models.quality.lake.GreatExpectations;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Great Expectations opens what we write of data tests, finds the same on the same rows, and makes
 * its pages of it.
 */
class GreatExpectationsITCase {
  @TempDir Path folder;

  private GreatExpectationsTool tool;
  private Path lake;
  private Path written;

  @BeforeEach
  void testATable() throws Exception {
    tool = GreatExpectationsTool.installed(folder);
    lake = folder.resolve("lake");
    ExpectationLake.create(lake.toUri().toString());
    ProjectFolder project = new ProjectFolder(folder.resolve("project"));
    project.file("models/raw.yml", ExpectationLake.yaml(ExpectationCases.all()));
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, project.path().toString());
    options.set(ModelsOptions.LAKE_PATH, lake.toUri().toString());
    DataTests tests =
        new DataTests(
            ModelsProject.withoutLake(options), lake.toUri().toString(), new Configuration());
    List<DataTestResult> results = new ArrayList<>();
    for (DataTest test : tests.generic()) {
      results.add(tests.run(test.id()));
    }
    GreatExpectations.write(results, new TargetFolder(folder.resolve("target")));
    written = folder.resolve("target/great_expectations");
  }

  @Test
  void findsTheSameAndMakesItsPages() throws Exception {
    Path unknown =
        mutant("unknown", "expectations", "\"expect_table_row_count_to_equal\"", "\"expect_luck\"");
    Path misspelt = mutant("misspelt", "expectations", "\"value_set\"", "\"value_sets\"");
    Path wrong = mutant("wrong", "expectations", "\"min_value\" : 6", "\"min_value\" : 7");
    Path lying = mutant("lying", "validations", "\"success\" : true", "\"success\" : false");
    Path more = mutant("more", "validations", "\"suite_name\"", "\"mood\" : 1, \"suite_name\"");

    List<String> findings =
        tool.findings(lake.resolve("raw/t"), written, unknown, misspelt, wrong, lying, more);

    assertThat(findings)
        .noneMatch(finding -> finding.startsWith("great_expectations:"))
        .anyMatch(finding -> finding.startsWith("unknown: expect_luck"))
        .anyMatch(finding -> finding.matches("misspelt: expect_column_.*value_sets.*"))
        .anyMatch(
            finding -> finding.matches("wrong: expect_table_row_count.*ours is True.*False.*"))
        .anyMatch(finding -> finding.matches("lying: expect_.*ours is False.*True.*"))
        .anyMatch(finding -> finding.matches("more: .*mood.*"));
    assertThat(written.resolve("data_docs/index.html")).content().contains("raw.t");
    assertThat(page("expectations")).contains("values must never be null");
    assertThat(page("validations"))
        .contains("values must never be null", "Failed", "Evaluated Expectations");
  }

  /** A copy of the folder in which a text of a file is another. */
  private Path mutant(String name, String in, String text, String other) throws IOException {
    Path copy = folder.resolve(name);
    boolean changed = false;
    try (Stream<Path> files = Files.walk(written)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(written.relativize(file).toString());
        Files.createDirectories(to.getParent());
        String content = Files.readString(file);
        boolean here =
            !changed && written.relativize(file).startsWith(in) && content.contains(text);
        int at = here ? content.indexOf(text) : 0;
        Files.writeString(
            to,
            here
                ? content.substring(0, at) + other + content.substring(at + text.length())
                : content);
        changed |= here;
      }
    }
    assertThat(changed).as(name).isTrue();
    return copy;
  }

  /** The page of the suite, or of its last result. */
  private String page(String of) throws IOException {
    try (Stream<Path> files = Files.walk(written.resolve("data_docs").resolve(of))) {
      return Files.readString(
          files.filter(file -> file.toString().endsWith(".html")).findFirst().orElseThrow());
    }
  }
}
