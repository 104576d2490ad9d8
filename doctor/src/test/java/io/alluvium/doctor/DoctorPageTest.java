package io.alluvium.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.doctor.rules.AllRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/doctor.md current; {@code -Dalluvium.docs.update=true} writes it. */
class DoctorPageTest {
  private static final Path PAGE = Path.of("../docs/doctor.md");

  @Test
  void isWhatTheRulesSay() throws IOException {
    List<Rule> rules = AllRules.list();
    StringBuilder page =
        new StringBuilder(
            """
            # alluvium doctor

            ```
            ./alluvium doctor flink-conf/aks sql cdc/pipelines
            ./alluvium doctor --format json --fail-on warning deploy
            ```
            looks for what has gone wrong elsewhere in SQL files, definitions of streams, batch inlets and pipelines,
            Flink's `config.yaml`, resources of the Flink Kubernetes Operator and values of this project's Helm chart.
            It reads files, and connects to nothing. A folder is looked through, without those of builds and tests.
            What a file is, is seen by what is in it.

            Each finding is `file:line`, its severity, the rule, what is there, what it leads to and what to write
            instead. The exit code is 1 where there is an error (with `--fail-on warning`: anything), and 2 where a file
            cannot be read. A comment `doctor:ignore RULE` on the line, or on the one above, silences one rule there;
            say why behind it. Secrets are found by the names of their options, and are never shown.

            Generated from the %d rules: change them there, and run the test `DoctorPageTest` with
            `-Dalluvium.docs.update=true`.
            """
                .formatted(rules.size()));
    for (String area : rules.stream().map(Rule::area).distinct().toList()) {
      page.append("\n## ").append(area).append('\n');
      rules.stream()
          .filter(rule -> rule.area().equals(area))
          .forEach(
              rule ->
                  Stream.of(
                          "",
                          "**" + rule.id() + "** (" + severity(rule) + ")",
                          "",
                          rule.reason(),
                          "",
                          rule.mend(),
                          "",
                          "*" + rule.source() + "*")
                      .forEach(line -> page.append(line).append('\n')));
    }
    if (Boolean.getBoolean("alluvium.docs.update")) {
      Files.writeString(PAGE, page);
    } else {
      assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }
  }

  @Test
  void idsAreUniqueAndAllIsSaid() {
    List<Rule> rules = AllRules.list();
    assertThat(rules)
        .extracting(Rule::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z-]+"));
    assertThat(rules)
        .extracting(Rule::reason)
        .doesNotHaveDuplicates()
        .allMatch(DoctorPageTest::isSentence);
    assertThat(rules).extracting(Rule::mend).allMatch(DoctorPageTest::isSentence);
    assertThat(rules).extracting(Rule::source).noneMatch(String::isBlank);
  }

  private static boolean isSentence(String text) {
    return text.endsWith(".") && Character.isUpperCase(text.charAt(0))
        || text.matches("`?abfs.*\\.");
  }

  private static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }
}
