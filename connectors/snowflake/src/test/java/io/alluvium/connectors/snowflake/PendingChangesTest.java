package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class PendingChangesTest {
  /** The parts of the key are not what a line begins with. */
  private static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            new VarCharType(VarCharType.MAX_LENGTH),
            new VarCharType(VarCharType.MAX_LENGTH),
            new BigIntType(),
            new VarCharType(VarCharType.MAX_LENGTH)
          },
          new String[] {"val", "site", "ver", "device"});

  private static final class Taken implements PendingChanges.Receiver {
    private final List<String> lines = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    @Override
    public void line(byte[] bytes, int offset, int length) {
      lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void letter(DeadLetter letter) {
      letters.add(letter);
    }
  }

  @Test
  void keepsTheNewestOfEachKeyInTheOrderOfTheirComing() throws Exception {
    PendingChanges changes = changes(target());
    changes.add(row(RowKind.INSERT, "a", "s1", 5L, "d1"));
    changes.add(row(RowKind.INSERT, "b", "s1", null, "d2"));
    changes.add(row(RowKind.INSERT, "older", "s1", 4L, "d1"));
    changes.add(row(RowKind.UPDATE_AFTER, "c \"1\"", "s1", null, "d2"));
    changes.add(row(RowKind.UPDATE_AFTER, "unversioned", "s1", null, "d1"));
    changes.add(row(RowKind.DELETE, "gone", "s2", 6L, "d1"));
    // Other keys, though their values are the same one behind the other.
    changes.add(row(RowKind.INSERT, "x", "s", 1L, "1d1"));
    changes.add(row(RowKind.INSERT, "y", "s,1", 1L, "d1"));
    assertThat(changes.count()).isEqualTo(5);
    assertThat(taken(changes).lines)
        .containsExactly(
            "\"c \"\"1\"\"\",\"s1\",,\"d2\",,false\n",
            "\"unversioned\",\"s1\",,\"d1\",5,false\n",
            ",\"s2\",,\"d1\",6,true\n",
            "\"x\",\"s\",1,\"1d1\",1,false\n",
            "\"y\",\"s,1\",1,\"d1\",1,false\n");
    assertThat(changes.count()).isZero();
    assertThat(changes.size()).isZero();
  }

  @Test
  void isEqualToAMapWhateverIsAddedTakenAndRestored() throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261126L);
    Random random = new Random(seed);
    SnowflakeTarget target = target();
    List<PendingChanges> tasks = List.of(changes(target), changes(target));
    Map<String, String> expected = new LinkedHashMap<>();
    KeyHashSelector selector = new KeyHashSelector(target.config().layout());
    // With values so long that what was superseded is dropped many times.
    String padding = "p".repeat(300);
    for (int step = 0; step < 200_000; step++) {
      String key = "k" + random.nextInt(3_000);
      RowData row = row(RowKind.INSERT, padding + step, "s", (long) step, key);
      expected.put(key, padding + step);
      tasks.get(KeyHash.task(selector.getKey(row), tasks.size())).add(row);
      if (random.nextInt(40_000) == 0) {
        tasks = restored(target, tasks, 1 + random.nextInt(3));
      }
      if (random.nextInt(50_000) == 0) {
        requireSame(seed, tasks, expected);
        expected.clear();
      }
    }
    assertThat(tasks.stream().mapToLong(PendingChanges::size).sum()).isLessThan(8 * 1024 * 1024);
    requireSame(seed, tasks, expected);
  }

  @Test
  void theLatestVersionStaysInWhateverOrderTheyCome() throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261127L);
    Random random = new Random(seed);
    SnowflakeTarget target = target();
    PendingChanges changes = changes(target);
    Map<String, Long> versions = new HashMap<>();
    Map<String, String> expected = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      String key = "k" + random.nextInt(2_000);
      Long version = random.nextInt(5) == 0 ? null : Long.valueOf(random.nextInt(40));
      changes.add(row(RowKind.INSERT, "v" + step, "s", version, key));
      Long former = versions.get(key);
      if (version == null || former == null || version >= former) {
        Long written = version == null ? former : version;
        versions.put(key, written);
        expected.put(
            key,
            String.format(
                "\"v%d\",\"s\",%s,\"%s\",%s,false\n", step, text(version), key, text(written)));
      }
      if (random.nextInt(10_000) == 0) {
        byte[] snapshot = changes.snapshot();
        changes = changes(target);
        changes.restore(snapshot, hash -> true);
      }
      if (random.nextInt(1_000) == 0) {
        assertThat(changes.count()).as("seed %d", seed).isEqualTo(expected.size());
      }
    }
    assertThat(taken(changes).lines)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected.values());
  }

  private static String text(@Nullable Long number) {
    return number == null ? "" : number.toString();
  }

  private static void requireSame(
      long seed, List<PendingChanges> tasks, Map<String, String> expected) throws Exception {
    List<String> lines = new ArrayList<>();
    for (PendingChanges task : tasks) {
      lines.addAll(taken(task).lines);
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : lines) {
      String[] values = line.split(",");
      found.put(values[3].replace("\"", ""), values[0].replace("\"", ""));
    }
    assertThat(lines).as("seed %d", seed).hasSize(expected.size());
    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }

  private static List<PendingChanges> restored(
      SnowflakeTarget target, List<PendingChanges> former, int parallelism) throws Exception {
    List<PendingChanges> tasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      int task = i;
      PendingChanges changes = changes(target);
      for (PendingChanges before : former) {
        changes.restore(before.snapshot(), hash -> KeyHash.task(hash, parallelism) == task);
      }
      tasks.add(changes);
    }
    return tasks;
  }

  @Test
  void whatDoesNotFitIsALetterUnlessSomethingNewerDoes() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    options.setString("column.types.device", "VARCHAR(2)");
    SnowflakeTarget target = target(options);
    PendingChanges changes = changes(target);
    changes.add(row(RowKind.INSERT, "too long", "s", 1L, "d1"));
    changes.add(row(RowKind.UPDATE_AFTER, "fits", "s", 2L, "d1"));
    changes.add(row(RowKind.INSERT, "fits", "s", 1L, "d2"));
    changes.add(row(RowKind.UPDATE_AFTER, "too long", "s", 2L, "d2"));
    changes.add(row(RowKind.INSERT, "fits", "s", 1L, "long"));
    changes.add(row(RowKind.INSERT, "fits", "s", 1L, "longer"));
    PendingChanges restored = changes(target);
    restored.restore(changes.snapshot(), hash -> true);
    for (PendingChanges each : List.of(changes, restored)) {
      assertThat(each.count()).isEqualTo(5);
      Taken taken = taken(each);
      assertThat(taken.lines)
          .containsExactly(
              "\"fits\",\"s\",2,\"d1\",2,false\n", "\"fits\",\"s\",1,\"d2\",1,false\n");
      assertThat(taken.letters)
          .containsExactly(
              new DeadLetter(
                  "\"s\",\"d2\"", "val", "8 characters are more than the 5 of the column"),
              new DeadLetter("\"s\",?", "device", "4 characters are more than the 2 of the column"),
              new DeadLetter(
                  "\"s\",?", "device", "6 characters are more than the 2 of the column"));
    }
  }

  @Test
  void whatFitsIsWrittenThoughSomethingNewerOfItsKeyDoesNot() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    SnowflakeTarget target = target(options);
    PendingChanges changes = changes(target);
    changes.add(row(RowKind.DELETE, "gone", "s", 1L, "d1"));
    changes.add(row(RowKind.INSERT, "too long", "s", 2L, "d1"));
    // The later ones come first.
    changes.add(row(RowKind.INSERT, "too long", "s", 5L, "d2"));
    changes.add(row(RowKind.INSERT, "fits", "s", 4L, "d2"));
    changes.add(row(RowKind.INSERT, "fits", "s", 1L, "d3"));
    changes.add(row(RowKind.UPDATE_AFTER, "too long", "s", 2L, "d3"));
    changes.add(row(RowKind.UPDATE_AFTER, "newer", "s", 3L, "d3"));
    // So many that the table of keys grows.
    for (int i = 0; i < 2_000; i++) {
      changes.add(row(RowKind.DELETE, "gone", "s", 1L, "e" + i));
    }
    PendingChanges restored = changes(target);
    restored.restore(changes.snapshot(), hash -> true);
    restored.add(row(RowKind.UPDATE_AFTER, "newer", "s", 2L, "d3"));
    for (PendingChanges each : List.of(changes, restored)) {
      assertThat(each.count()).isEqualTo(2_006);
      Taken taken = taken(each);
      assertThat(taken.lines.subList(0, 3))
          .containsExactly(
              ",\"s\",,\"d1\",1,true\n",
              "\"fits\",\"s\",4,\"d2\",4,false\n",
              "\"newer\",\"s\",3,\"d3\",3,false\n");
      assertThat(taken.letters)
          .extracting(DeadLetter::key)
          .containsExactly("\"s\",\"d1\"", "\"s\",\"d2\"", "\"s\",\"d3\"");
    }
  }

  /** At once: no checkpoint has it then, and another query may go on from the last. */
  @Test
  void whatDoesNotFitFailsTheJobWhereItIsToFail() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    SnowflakeTarget target = target(options);
    PendingChanges changes =
        new PendingChanges(target.config().layout(), target.version(), BadValues.FAIL);
    changes.add(row(RowKind.INSERT, "fits", "s", 1L, "d1"));
    assertThatThrownBy(() -> changes.add(row(RowKind.INSERT, "too long", "s", 1L, "d2")))
        .isInstanceOf(SnowflakeException.class)
        .hasMessage(
            "Row \"s\",\"d2\" does not fit into Snowflake table DB.S.KPI: column 'val', 8"
                + " characters are more than the 5 of the column. Shorten it in the query, or set"
                + " 'bad-values' = 'dead-letter'.");
  }

  @Test
  void manyLettersAreSeveralBatchesAndTooManyFailTheJob() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    SnowflakeTarget target = target(options);
    PendingChanges changes = changes(target);
    BatchWriter writer = new BatchWriter(target.lines(), 0, () -> 1);
    for (int i = 0; i < 1_000; i++) {
      changes.add(row(RowKind.INSERT, "too long", "s", 1L, "d" + i));
    }
    assertThatThrownBy(() -> changes.add(row(RowKind.INSERT, "too long", "s", 1L, "last")))
        .hasMessageStartingWith(
            "More than 1000 rows of one flush do not fit into Snowflake table DB.S.KPI");
    PendingChanges restored = changes(target);
    for (int task = 0; task < 2; task++) {
      PendingChanges former = changes(target);
      for (int i = 0; i < 600; i++) {
        former.add(row(RowKind.INSERT, "too long", "s", 1L, "d" + task + "." + i));
      }
      restored.restore(former.snapshot(), hash -> true);
    }
    restored.drainTo(writer);
    assertThat(writer.take())
        .extracting(batch -> batch.deadLetters().size())
        .containsExactly(500, 500, 200);
    restored.add(row(RowKind.INSERT, "too long", "s", 1L, "another flush"));
  }

  @Test
  void changesOfOtherColumnsAreRefused() throws Exception {
    PendingChanges changes = changes(target());
    changes.add(row(RowKind.INSERT, "a", "s1", 5L, "d1"));
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARIANT");
    PendingChanges other = changes(target(options));
    byte[] snapshot = changes.snapshot();
    assertThatThrownBy(() -> other.restore(snapshot, hash -> true))
        .hasMessageContaining("val VARCHAR\nsite VARCHAR key\nver NUMBER(19,0) version\n")
        .hasMessageContaining("val VARIANT\n")
        .hasMessageContaining("--drain");
  }

  private static Taken taken(PendingChanges changes) throws Exception {
    Taken taken = new Taken();
    changes.drainTo(taken);
    return taken;
  }

  private static PendingChanges changes(SnowflakeTarget target) {
    return new PendingChanges(target.config().layout(), target.version(), BadValues.DEAD_LETTER);
  }

  private static SnowflakeTarget target() {
    return target(new Configuration());
  }

  private static SnowflakeTarget target(Configuration more) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.URL, "https://account.snowflakecomputing.com");
    options.set(SnowflakeConnectorOptions.DATABASE, "db");
    options.set(SnowflakeConnectorOptions.SCHEMA, "s");
    options.set(SnowflakeConnectorOptions.WAREHOUSE, "wh");
    options.set(SnowflakeConnectorOptions.USER, "loader");
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, "key.pem");
    options.set(SnowflakeConnectorOptions.TABLE, "kpi");
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    options.addAll(more);
    return SnowflakeTargets.of(options, ROW_TYPE, List.of("site", "device"), "kpi");
  }

  private static RowData row(
      RowKind kind, String value, String site, @Nullable Long version, String device) {
    return GenericRowData.ofKind(
        kind,
        StringData.fromString(value),
        StringData.fromString(site),
        version,
        StringData.fromString(device));
  }
}
