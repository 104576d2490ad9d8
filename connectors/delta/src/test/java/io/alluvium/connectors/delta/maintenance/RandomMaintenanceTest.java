package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random appends, deletions and maintenance against a map: the table is the map after each step,
 * and every version that VACUUM promised to keep is what it was.
 */
@WithoutLint(value = "Shallow clones.", of = WithoutLint.Part.RELATIVE_PATHS)
class RandomMaintenanceTest {
  private static final int STEPS = 60;
  private static final List<String> REGIONS = List.of("n", "s", "zürich/west 1%");

  @TempDir Path lake;
  private MaintainedTable table;
  private Random random;
  private long nextId;
  private Map<Long, String> model;

  /** The content of each version that must be readable. */
  private final TreeMap<Long, Map<Long, String>> versions = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTableIsTheModel(long seed) throws Exception {
    random = new Random(seed);
    table = MaintainedTable.create(lake.resolve("orders"), Map.of("delta.checkpointInterval", "7"));
    model = new TreeMap<>();
    versions.put(0L, Map.of());
    for (int step = 0; step < STEPS; step++) {
      String action = act();
      String message = "seed " + seed + ", step " + step + ", " + action;
      assertThat(table.content()).as(message).isEqualTo(model);
      versions.put(table.latest().version(), new TreeMap<>(model));
      checkSomeOldVersion(message);
      checkByDuckDb(message);
    }
    for (Map.Entry<Long, Map<Long, String>> version : versions.entrySet()) {
      assertThat(table.content(table.delta().snapshot(version.getKey())))
          .as("seed %d, version %d", seed, version.getKey())
          .isEqualTo(version.getValue());
    }
  }

  private String act() throws Exception {
    int choice = random.nextInt(100);
    if (choice < 40) {
      return append();
    } else if (choice < 65) {
      return delete();
    } else if (choice < 78) {
      return optimize();
    } else if (choice < 86) {
      return restore();
    } else if (choice < 92) {
      return vacuum();
    } else if (choice < 97) {
      return cloneAndVacuumTheClone();
    }
    table.maintenance().checkpoint();
    return "checkpoint";
  }

  private String append() throws Exception {
    String region = REGIONS.get(random.nextInt(REGIONS.size()));
    long[] ids = random.longs(1 + random.nextInt(5), 0, 1).map(id -> nextId++).toArray();
    table.append(region, ids);
    for (long id : ids) {
      model.put(id, region + "/note" + id);
    }
    return "append";
  }

  private String delete() {
    int divisor = 2 + random.nextInt(6);
    int rest = random.nextInt(divisor);
    table.delete(id -> id % divisor == rest);
    model.keySet().removeIf(id -> id % divisor == rest);
    return "delete " + rest + " mod " + divisor;
  }

  private String optimize() {
    OptimizeOptions options =
        OptimizeOptions.defaults()
            .withTargetFileSize(random.nextBoolean() ? 2_000 : 1_000_000)
            .withMaxDeletedShare(random.nextDouble())
            .withBytesPerCommit(random.nextBoolean() ? 1 : 1_000_000)
            .withWhere(random.nextInt(3) == 0 ? "region = 'n'" : "");
    table.maintenance().optimize(options);
    return options.toString();
  }

  private String restore() {
    long version = randomVersion();
    table.maintenance().restoreToVersion(version, false);
    model = new TreeMap<>(versions.get(version));
    return "restore " + version;
  }

  /** Keeps the versions that were current at some version's time or since. */
  private String vacuum() {
    long oldest = randomVersion();
    Duration retention = Duration.ofDays(7);
    Instant now = Instant.ofEpochMilli(table.delta().snapshot(oldest).timestamp()).plus(retention);
    VacuumResult result =
        TableMaintenance.of(table.path(), Clock.fixed(now, ZoneOffset.UTC))
            .vacuum(VacuumOptions.defaults());
    versions.headMap(oldest).clear();
    return "vacuum before " + oldest + ": " + result.paths();
  }

  private String cloneAndVacuumTheClone() throws Exception {
    long version = randomVersion();
    MaintainedTable clone =
        new MaintainedTable(lake.resolve("clone-" + table.latest().version()).toString());
    if (clone.delta().exists()) {
      return "no clone";
    }
    table.maintenance().cloneTo(clone.path(), OptionalLong.of(version));
    Map<Long, String> content = new TreeMap<>(versions.get(version));
    assertThat(clone.content()).isEqualTo(content);
    clone.append("n", -1, -2);
    clone.delete(id -> id == -1 || id % 3 == 0);
    clone.maintenance().optimize(OptimizeOptions.defaults().withMaxDeletedShare(0.3));
    Clock farAway = Clock.fixed(Instant.now().plus(Duration.ofDays(99)), ZoneOffset.UTC);
    TableMaintenance.of(clone.path(), farAway).vacuum(VacuumOptions.defaults());
    content.keySet().removeIf(id -> id % 3 == 0);
    content.put(-2L, "n/note-2");
    assertThat(clone.content()).isEqualTo(content);
    return "clone " + version;
  }

  private long randomVersion() {
    List<Long> known = new ArrayList<>(versions.keySet());
    return known.get(random.nextInt(known.size()));
  }

  private void checkSomeOldVersion(String message) {
    long version = randomVersion();
    assertThat(table.content(table.delta().snapshot(version)))
        .as("%s; version %d", message, version)
        .isEqualTo(versions.get(version));
  }

  private void checkByDuckDb(String message) throws Exception {
    DeltaSnapshot latest = table.latest();
    if (latest.files().stream().map(DataFile::deletionVector).allMatch(vector -> vector == null)) {
      assertThat(table.contentByDuckDb()).as(message).isEqualTo(model);
    }
  }
}
