package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VacuumTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path lake;
  private MaintainedTable table;

  @BeforeEach
  void newTable() {
    table = MaintainedTable.create(lake.resolve("orders"));
  }

  @Test
  void deletesWhatNoVersionWithinTheRetentionNeeds() throws Exception {
    table.append("n", 1, 2);
    table.append("n", 3);
    table.delete(id -> id == 1);
    table.maintenance().optimize(OptimizeOptions.defaults());
    Map<Long, String> content = table.content();
    String vector = onlyFileOf("deletion_vector").toString();

    VacuumResult result = vacuumAfter(WEEK.plusDays(1), VacuumOptions.defaults());

    assertThat(result.paths()).hasSize(3).contains(vector);
    assertThat(result.paths()).allSatisfy(path -> assertThat(Path.of(path)).doesNotExist());
    assertThat(table.content()).isEqualTo(content);
    assertThatThrownBy(() -> table.content(table.delta().snapshot(2)))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("vacuumed");
  }

  @Test
  void keepsTheFilesThatWereRemovedWithinTheRetention() throws Exception {
    table.append("n", 1, 2);
    table.append("n", 3);
    table.delete(id -> id == 1);
    table.maintenance().optimize(OptimizeOptions.defaults());
    makeAllFilesOld();

    VacuumResult result = vacuumAfter(Duration.ofDays(6), VacuumOptions.defaults());

    assertThat(result.paths()).isEmpty();
    assertThat(table.content(table.delta().snapshot(3)).keySet()).containsExactly(2L, 3L);
    assertThat(table.content(table.delta().snapshot(2)).keySet()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void tombstonesInACheckpointCountToo() throws Exception {
    table.append("n", 1, 2);
    table.append("n", 3);
    table.maintenance().optimize(OptimizeOptions.defaults());
    table.maintenance().checkpoint();
    makeAllFilesOld();

    assertThat(vacuumAfter(Duration.ofDays(6), VacuumOptions.defaults()).paths()).isEmpty();
    assertThat(vacuumAfter(Duration.ofDays(8), VacuumOptions.defaults()).paths()).hasSize(2);
  }

  @Test
  void deletesOldFilesThatWereNeverCommittedAndKeepsNewOnes() throws Exception {
    table.append("n", 1);
    DataFile old = table.write("n", "lost", 7);
    DataFile fresh = table.write("n", "pending", 8);
    Path temporary = lake.resolve("orders/_delta_log/.00000000000000000009.json.x.tmp");
    Files.writeString(temporary, "{}");
    Path unrelated = lake.resolve("orders/_other/keep.txt");
    Files.createDirectories(unrelated.getParent());
    Files.writeString(unrelated, "not ours");
    for (Path file : List.of(path(old), temporary, unrelated)) {
      makeOld(file);
    }

    VacuumResult result = vacuumAfter(Duration.ZERO, VacuumOptions.defaults());

    assertThat(result.paths())
        .containsExactlyInAnyOrder(path(old).toString(), temporary.toString());
    assertThat(unrelated).exists();
    // What was only written is committed later: a running job's checkpoint.
    table.commit(List.of(fresh), List.of());
    assertThat(table.content().keySet()).containsExactly(1L, 8L);
  }

  @Test
  void aDryRunDeletesNothing() throws Exception {
    DataFile old = table.write("n", "lost", 7);
    makeOld(path(old));

    VacuumResult result = vacuumAfter(Duration.ZERO, VacuumOptions.defaults().withDryRun(true));

    assertThat(result.paths()).containsExactly(path(old).toString());
    assertThat(result.bytes()).isEqualTo(old.size());
    assertThat(path(old)).exists();
  }

  @Test
  void refusesARetentionBelowTheTables() {
    VacuumOptions anHour = VacuumOptions.defaults().withRetention(Duration.ofHours(1));

    assertThatThrownBy(() -> table.maintenance().vacuum(anHour))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("below the one of table")
        .hasMessageContaining("delta.deletedFileRetentionDuration");
    assertThat(table.maintenance().vacuum(anHour.withEnforceRetention(false)).paths()).isEmpty();
  }

  @Test
  void theTablesOwnRetentionHolds() throws Exception {
    MaintainedTable brief =
        MaintainedTable.create(
            lake.resolve("brief"), Map.of("delta.deletedFileRetentionDuration", "interval 2 days"));
    brief.append("n", 1);
    brief.append("n", 2);
    brief.maintenance().optimize(OptimizeOptions.defaults());

    assertThat(vacuumAfter(brief, Duration.ofHours(47), VacuumOptions.defaults()).paths())
        .isEmpty();
    assertThat(vacuumAfter(brief, Duration.ofHours(49), VacuumOptions.defaults()).paths())
        .hasSize(2);
  }

  @Test
  @WithoutLint(value = "Shallow clones.", of = WithoutLint.Part.RELATIVE_PATHS)
  void theFilesOfAClonesSourceAreSafeFromTheClone() throws Exception {
    table.append("n", 1, 2);
    table.append("n", 3);
    table.delete(id -> id == 1);
    MaintainedTable clone = new MaintainedTable(lake.resolve("clone").toString());
    table.maintenance().cloneTo(clone.path(), OptionalLong.empty());
    clone.maintenance().optimize(OptimizeOptions.defaults());
    Map<Long, String> content = table.content();

    VacuumResult result = vacuumAfter(clone, WEEK.plusDays(30), VacuumOptions.defaults());

    assertThat(result.paths()).isEmpty();
    assertThat(table.content()).isEqualTo(content);
    assertThat(clone.content()).isEqualTo(content);
  }

  private VacuumResult vacuumAfter(Duration time, VacuumOptions options) {
    return vacuumAfter(table, time, options);
  }

  private static VacuumResult vacuumAfter(
      MaintainedTable table, Duration time, VacuumOptions options) {
    Clock later = Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    return TableMaintenance.of(table.path(), later).vacuum(options);
  }

  private Path path(DataFile file) {
    return Path.of(new TablePaths(table.path()).pathOf(file));
  }

  private Path onlyFileOf(String prefix) throws Exception {
    try (Stream<Path> files = Files.list(Path.of(table.path()))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private void makeAllFilesOld() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(table.path()))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (!file.toString().contains("_delta_log")) {
          makeOld(file);
        }
      }
    }
  }

  private static void makeOld(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
  }
}
