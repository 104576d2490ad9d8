package io.alluvium.models.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the list of docs/data-tests.md current; {@code -Dalluvium.docs.update=true} writes it. */
class DataTestsPageTest {
  private static final Path PAGE = Path.of("../../docs/data-tests.md");
  private static final String FIRST = "\n### Of each row";

  @Test
  void listsEveryKind() throws Exception {
    String lists =
        list(
                "Of each row (also in the running job)",
                RowExpectations.ALL,
                "A row that breaks it is a failure.")
            + list(
                "Of a figure of the table",
                ValueExpectations.ALL,
                "Fails once, or with `group_by` once for each group.")
            + list(
                "Of rows by other rows",
                QueryExpectations.ALL,
                "Each row, value or combination that breaks it is a failure.")
            + list("Of the columns", SchemaExpectations.ALL, "No row is read.");
    String page = Files.readString(PAGE);
    int end = page.indexOf(FIRST);
    String expected = (end < 0 ? page : page.substring(0, end)) + lists;
    if (Boolean.getBoolean("alluvium.docs.update")) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(page).isEqualTo(expected);
    }
  }

  private static String list(String title, Collection<Expectation> kinds, String about) {
    return "\n### "
        + title
        + "\n"
        + about
        + "\n\n| test | arguments | |\n|---|---|---|\n"
        + kinds.stream().map(DataTestsPageTest::row).collect(Collectors.joining());
  }

  private static String row(Expectation kind) {
    List<String> arguments =
        kind.arguments().stream()
            .map(
                argument ->
                    argument.required()
                        ? "`" + argument.name() + "`"
                        : "[`" + argument.name() + "`]")
            .toList();
    return "| `"
        + kind.fullName()
        + "`"
        + (kind.ofColumn() ? " ." : "")
        + " | "
        + String.join(", ", arguments)
        + " | "
        + kind.description()
        + " |\n";
  }
}
