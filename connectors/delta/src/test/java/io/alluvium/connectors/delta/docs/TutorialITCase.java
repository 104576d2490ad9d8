package io.alluvium.connectors.delta.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every statement of the tutorial and compares what it prints with what the page shows. With
 * {@code -Dalluvium.docs.update=true} it writes the page's outputs anew; a query that does not end
 * is then cancelled after as many rows as the page shows.
 */
@WithoutLint(value = "A shallow clone.", of = WithoutLint.Part.RELATIVE_PATHS)
class TutorialITCase {
  private static final String LAKE = "file:///data/lake";
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;

  /** Commits are made now, so that the page's times stand for those of this run. */
  private final Map<String, String> timeOfPage = new HashMap<>();

  @Test
  void printsWhatThePageShows() throws Exception {
    Document page = Document.read("docs/connectors/delta.md");
    SqlClient client = new SqlClient(lake);
    List<String> outputs = new ArrayList<>();
    assertThat(page.blocks()).hasSizeGreaterThan(10);
    for (Document.Block block : page.blocks()) {
      String output = client.run(statements(block), rowsShown(block));
      if (block.output() != null) {
        learnTimes(block, output);
        if (!Document.UPDATE) {
          compare(block, output);
        }
      }
      outputs.add(inTimesOfPage(output));
    }
    if (Document.UPDATE) {
      page.writeOutputs(outputs);
    }
  }

  private String statements(Document.Block block) {
    String text = block.statements().replace(LAKE, lake.toUri().toString());
    return TIME.matcher(text)
        .replaceAll(time -> timeOfPage.getOrDefault(time.group(), time.group()));
  }

  private static int rowsShown(Document.Block block) {
    if (block.output() == null) {
      return Integer.MAX_VALUE;
    }
    return (int) block.output().lines().filter(line -> line.startsWith("|")).count() - 1;
  }

  private void compare(Document.Block block, String output) {
    assertThat(cells(inTimesOfPage(output)))
        .as(block.statements())
        .isEqualTo(cells(block.output()));
  }

  private void learnTimes(Document.Block block, String output) {
    if (block.statements().contains("sys.history")) {
      List<String> shown = times(block.output());
      List<String> printed = times(output);
      for (int i = 0; i < Math.min(shown.size(), printed.size()); i++) {
        timeOfPage.put(shown.get(i), printed.get(i));
      }
    }
  }

  private static List<String> times(String text) {
    return TIME.matcher(text).results().map(MatchResult::group).toList();
  }

  private String inTimesOfPage(String output) {
    String text = output;
    for (Map.Entry<String, String> time : timeOfPage.entrySet()) {
      text = text.replace(time.getValue(), time.getKey());
    }
    return text;
  }

  /** Rows of cells; sizes only by their form. */
  private static List<List<String>> cells(String table) {
    List<List<String>> rows =
        table
            .lines()
            .filter(line -> line.startsWith("|"))
            .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
            .toList();
    List<String> header = rows.get(0);
    return rows.stream().map(row -> comparable(header, row)).toList();
  }

  private static List<String> comparable(List<String> header, List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      boolean isSize = header.get(i).contains("bytes") && cell.matches("\\d+");
      cells.add(isSize ? "<size>" : cell);
    }
    return cells;
  }
}
