package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorState;
import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorStateSerializer;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplitSerializer;
import io.alluvium.connectors.delta.source.split.FileSplit;
import io.alluvium.fixtures.StateFixture;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final DataFile FILE =
      new DataFile(
          "day=2026-01-01/part-1.parquet",
          4711,
          1_767_225_600_000L,
          Map.of("day", "2026-01-01"),
          "{\"numRecords\":3}",
          new DeletionVector("u", "vmBxD3<&", 1, 36, 2));
  private static final DataFile OTHER =
      new DataFile("part-2%20.parquet", 1, 2, Map.of(), null, null);
  private static final DataFile FILE_OF_GROUP =
      new DataFile(
          "day=2026-01-01/part-3.parquet",
          4711,
          1_767_225_600_000L,
          Map.of("day", "2026-01-01"),
          "{\"numRecords\":3}",
          new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 6));
  private static final TableDescription TABLE =
      new TableDescription(
          RowType.of(
              new LogicalType[] {
                new BigIntType(false), new VarCharType(VarCharType.MAX_LENGTH), new TimestampType(6)
              },
              new String[] {"id", "day", "at"}),
          List.of("day"),
          List.of("id"),
          Map.of("delta.appendOnly", "true"),
          "orders");

  /** As former versions took it to be. */
  private static final DeltaCommit UNREAD =
      new DeltaCommit("sink", 42, "token", List.of(FILE), List.of(OTHER), true, DeltaCommit.UNREAD);

  private static final FileSplit SPLIT = new FileSplit(OTHER, 4, 1000, 17, 1_767_225_600_000L, 9);

  @Test
  void commits() throws Exception {
    StateFixture.holds(
        "delta-commit",
        DeltaCommittableSerializer.INSTANCE,
        new DeltaCommittable(
            new DeltaCommit("sink", 42, "token", List.of(FILE), List.of(OTHER), false, 41),
            new CommitTarget("file:/lake/orders", TABLE, CommitTerms.NONE)),
        3);
  }

  @Test
  void commitsThatOverwrite() throws Exception {
    StateFixture.holds(
        "delta-commit-overwrite",
        DeltaCommittableSerializer.INSTANCE,
        new DeltaCommittable(
            new DeltaCommit("sink", 43, "token", List.of(OTHER), List.of(), true, 42),
            new CommitTarget(
                null,
                null,
                new CommitTerms(
                    new Overwrite(Map.of("day", "2026-01-01"), true), List.of(TABLE.rowType())))),
        3);
  }

  @Test
  void commitsThatSaidNothingOfWhatWasRead() throws Exception {
    StateFixture.reads(
        "delta-commit",
        DeltaCommittableSerializer.INSTANCE,
        2,
        new DeltaCommittable(
            UNREAD, new CommitTarget("file:/lake/orders", TABLE, CommitTerms.NONE)));
  }

  @Test
  void commitsThatDidNotNameTheTable() throws Exception {
    StateFixture.reads(
        "delta-commit",
        DeltaCommittableSerializer.INSTANCE,
        1,
        new DeltaCommittable(UNREAD, CommitTarget.OWN_TABLE));
  }

  @Test
  void fileChangesThatMovedNothing() throws Exception {
    StateFixture.reads(
        "delta-file-changes",
        FileChangesSerializer.INSTANCE,
        1,
        new FileChanges(List.of(FILE), List.of(OTHER)));
  }

  @Test
  void filesOfGroups() throws Exception {
    StateFixture.holds("delta-file-of-group", filesOfGroups(null), FILE_OF_GROUP, 1);
  }

  /** The former version is of files that were written before the sink moved on. */
  @Test
  void filesOfGroupsOfASinkThatMovedOn() throws Exception {
    SimpleVersionedSerializer<DataFile> files = filesOfGroups("built");
    StateFixture.holds("delta-file-of-group", files, FILE_OF_GROUP, 2);
    StateFixture.reads("delta-file-of-group", files, 1, TablePaths.below("built", FILE_OF_GROUP));
  }

  private static SimpleVersionedSerializer<DataFile> filesOfGroups(@Nullable String builtIn) {
    FileGroupRewriter rewriter =
        new FileGroupRewriter(
            "/lake/orders",
            TABLE.rowType(),
            new PrimaryKeySelector(TABLE.rowType(), TABLE.primaryKey()),
            PartialUpdate.none(TABLE.rowType()),
            1,
            builtIn);
    return StateFixture.form(builtIn == null ? 1 : 2, rewriter::encode, rewriter::decode);
  }

  @Test
  void fileChanges() throws Exception {
    StateFixture.holds(
        "delta-file-changes",
        FileChangesSerializer.INSTANCE,
        new FileChanges(
            7,
            List.of(FILE),
            List.of(OTHER),
            new FileChanges.Moves(List.of(OTHER), List.of(FILE)),
            41),
        2);
  }

  @Test
  void appends() throws Exception {
    StateFixture.holds(
        "delta-append",
        new TableAppendSerializer(),
        new TableAppend("file:/lake/orders", TABLE, List.of(FILE, OTHER)),
        1);
  }

  @Test
  void splitsOfFiles() throws Exception {
    StateFixture.holds("delta-file-split", new DeltaSourceSplitSerializer(), SPLIT, 2);
  }

  @Test
  void splitsOfChanges() throws Exception {
    StateFixture.holds(
        "delta-changelog-split",
        new DeltaSourceSplitSerializer(),
        new ChangelogSplit(ChangelogSplit.Phase.COMMIT, 12, 345),
        2);
  }

  @Test
  void enumerators() throws Exception {
    StateFixture.holds(
        "delta-enumerator",
        new DeltaEnumeratorStateSerializer(),
        new DeltaEnumeratorState(18, List.of(SPLIT, ChangelogSplit.snapshot(3))),
        1);
  }
}
