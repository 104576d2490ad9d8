package io.alluvium.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.doctor.files.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final String JOINED =
      "INSERT INTO wide\nSELECT a.x FROM a%s\nJOIN b ON a.id = b.id%s;\n";

  @TempDir private Path folder;

  @Test
  void findsNothingInThisProject() {
    Project project =
        Project.read(
            List.of(
                REPOSITORY.resolve("flink-conf"),
                REPOSITORY.resolve("cdc/pipelines"),
                REPOSITORY.resolve("deploy"),
                REPOSITORY.resolve("flink-jobs/ingest/streams"),
                REPOSITORY.resolve("flink-jobs/ingest/batch"),
                REPOSITORY.resolve("sql")));
    assertThat(project.files()).isGreaterThan(40);
    assertThat(new Doctor().look(project))
        .extracting(finding -> finding.file() + ":" + finding.line() + " " + finding.message())
        .isEmpty();
  }

  @Test
  void aCommentOnTheLineOrAboveSilencesOneRule() throws IOException {
    assertThat(rules(JOINED.formatted("", ""))).containsExactly("join-state-unbounded");
    assertThat(rules(JOINED.formatted("", " -- doctor:ignore join-state-unbounded: b is small")))
        .isEmpty();
    assertThat(rules(JOINED.formatted(" -- doctor:ignore join-state-unbounded: b is small", "")))
        .isEmpty();
    assertThat(rules(JOINED.formatted("", " -- doctor:ignore join-state"))).hasSize(1);
  }

  @Test
  void knowsJoinsThatKeepLittle() throws IOException {
    String head = "INSERT INTO wide SELECT a.x FROM a ";
    assertThat(rules(head + "JOIN b FOR SYSTEM_TIME AS OF a.t ON a.id = b.id")).isEmpty();
    assertThat(rules(head + "JOIN b ON a.id = b.id AND a.t > b.t - INTERVAL '1' HOUR")).isEmpty();
    assertThat(rules(head + "CROSS JOIN UNNEST(a.list) AS u (one)")).isEmpty();
    assertThat(rules("SELECT a.x FROM a JOIN b ON a.id = b.id")).isEmpty();
    assertThat(
            rules(
                head
                    + "JOIN c FOR SYSTEM_TIME AS OF a.t ON a.id = c.id LEFT JOIN b ON a.id = b.id"))
        .hasSize(1);
  }

  @Test
  void textsAndCommentsAreNoStatements() throws IOException {
    assertThat(rules("SELECT 'INSERT; JOIN ''x''' -- ; JOIN\n/* JOIN ;\n */ FROM t;")).isEmpty();
  }

  @Test
  void aSecretIsNotShown() throws IOException {
    Path file = folder.resolve("t.sql");
    Files.writeString(file, "CREATE TABLE t (a INT) WITH ('password' = 'hunter-2');");
    assertThat(new Doctor().look(Project.read(List.of(file))))
        .hasSize(1)
        .allSatisfy(finding -> assertThat(finding.message()).doesNotContain("hunter"));
  }

  @Test
  void nestedSettingsAreAsGoodAsFlatOnes() throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(
        file, "execution:\n  checkpointing:\n    interval: 10 s\n    min-puase: 1 s\n");
    assertThat(new Doctor().look(Project.read(List.of(file))))
        .filteredOn(finding -> finding.rule().id().equals("setting-unknown"))
        .extracting(Finding::line, Finding::message)
        .containsExactly(
            tuple(
                4,
                "Flink has no setting execution.checkpointing.min-puase; is"
                    + " execution.checkpointing.min-pause meant?"));
  }

  @Test
  void whatCannotBeReadIsOneLine() throws IOException {
    Path yaml = Files.writeString(folder.resolve("a.yaml"), "a: [1\nb: 2");
    assertThatThrownBy(() -> Project.read(List.of(yaml)))
        .isInstanceOf(DoctorException.class)
        .hasMessageStartingWith(yaml + ":2: not valid YAML");
    Path sql = Files.writeString(folder.resolve("a.sql"), "SELECT\n'open");
    assertThatThrownBy(() -> Project.read(List.of(sql)))
        .isInstanceOf(DoctorException.class)
        .hasMessageStartingWith(sql + ":2: a text begins with '");
    assertThatThrownBy(() -> Project.read(List.of(folder.resolve("none.sql"))))
        .isInstanceOf(DoctorException.class)
        .hasMessageContaining("There is no file or folder");
  }

  private List<String> rules(String sql) throws IOException {
    Path file = Files.writeString(folder.resolve("query.sql"), sql);
    return new Doctor()
        .look(Project.read(List.of(file))).stream().map(finding -> finding.rule().id()).toList();
  }
}
