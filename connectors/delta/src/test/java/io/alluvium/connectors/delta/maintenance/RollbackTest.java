package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableAlteration;
import io.alluvium.connectors.delta.kernel.TableEdit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes tables back to savepoints of a job, as its state tells of them. */
@WithoutLint("The sinks' numbers go back with the table.")
class RollbackTest {
  private static final String SINKS = "job@";
  private static final String SINK = "job@1-a";

  @TempDir Path lake;
  private MaintainedTable table;

  @BeforeEach
  void newTable() {
    table = MaintainedTable.create(lake.resolve("orders"));
  }

  @Test
  void theVersionIsTheLastBeforeTheFirstCommitThatTheSavepointDoesNotKnow() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    table.maintenance().optimize(OptimizeOptions.defaults());
    Map<Long, String> then = table.content();
    commit(SINK, 3, "c", 3, 4);
    table.delete(id -> id == 1);

    RollbackPlan plan = plan(position(SINK, 2));

    assertThat(List.of(plan.from(), plan.to())).containsExactly(5L, 3L);
    assertThat(plan.undone()).extracting(CommitSummary::version).containsExactly(4L, 5L);
    assertThat(plan.others()).extracting(CommitSummary::operation).containsExactly("DELETE");
    assertThat(plan.rowsAdded()).isEqualTo(2 + 1);
    assertThat(plan.rowsRemoved()).isEqualTo(2);
    RestoreResult result = run(plan, "r1");
    assertThat(result.version()).isEqualTo(6);
    assertThat(table.content()).isEqualTo(then);
    assertThat(table.maintenance().history(1).get(0).operation()).isEqualTo("RESTORE");
    assertThat(table.latest().transactionVersion(SINK)).hasValue(2);
  }

  @Test
  void repeatedItDoesNothingAndWhatSomebodyWroteMeanwhileIsNotUndone() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    RollbackPlan plan = plan(position(SINK, 1));

    assertThat(run(plan, "r1").version()).isEqualTo(3);
    assertThat(run(plan, "r1").version()).isEqualTo(3);
    table.append("n", 7);
    assertThat(run(plan, "r1").version()).as("done before").isEqualTo(3);
    assertThat(table.content().keySet()).containsExactly(1L, 7L);

    assertThatThrownBy(() -> run(plan, "r2"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("somebody has written it meanwhile");
    assertThat(table.content().keySet()).containsExactly(1L, 7L);
  }

  @Test
  void whatWasTakenBackAlreadyStaysAsItIs() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    run(plan(position(SINK, 1)), "r1");

    assertThat(plan(position(SINK, 1)).isNothing()).isTrue();
    table.append("n", 8);
    RollbackPlan again = plan(position(SINK, 1));
    assertThat(again.to()).isEqualTo(1);
    assertThat(again.others()).extracting(CommitSummary::version).containsExactly(4L);
  }

  @Test
  void aSavepointOfWhatWasUndoneFindsItsOwnVersion() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    Map<Long, String> undone = table.content();
    commit(SINK, 3, "c", 3);
    run(plan(position(SINK, 1)), "r1");
    // The job goes on with a sink of another id: its numbers are those of other rows.
    commit(SINK + "/2", 1, "d", 10);
    commit(SINK + "/2", 2, "e", 20);
    Map<Long, String> last = table.content();
    assertThat(last.keySet()).containsExactly(1L, 10L, 20L);

    RollbackPlan plan = plan(position(SINK, 2));
    assertThat(plan.to()).isEqualTo(2);
    assertThat(plan.others()).isEmpty();
    run(plan, "r2");
    assertThat(table.content()).isEqualTo(undone);

    run(plan(position(SINK + "/2", 2)), "r3");
    assertThat(table.content()).as("the rollback is undone").isEqualTo(last);
  }

  @Test
  void aCommitOfTheSavepointThatWasNeverMadeIsMadeByTheJobThatGoesOn() throws Exception {
    commit(SINK, 1, "a", 1);
    // The savepoint brings commit 2 along; the job fell back behind it, and made another.
    commit(SINK, 2, "other", 2);
    commit(SINK, 3, "c", 3);

    RollbackPlan plan =
        plan(
            new SinkPosition(
                SINK,
                2,
                Map.of(2L, "mine"),
                OptionalLong.of(SinkPosition.LATEST),
                Optional.empty()));
    assertThat(plan.to()).isEqualTo(1);
    run(plan, "r1");

    assertThat(commit(SINK, 2, "mine", 22)).as("made").isTrue();
    assertThat(table.content().keySet()).containsExactly(1L, 22L);
    assertThat(
            plan(new SinkPosition(
                    SINK, 2, Map.of(2L, "mine"), OptionalLong.empty(), Optional.empty()))
                .isNothing())
        .isTrue();
  }

  @Test
  void withoutAnotherIdTheSinksNumbersWouldBeTakenForOthers() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    table.maintenance().restoreToVersion(1, false);

    assertThatThrownBy(() -> commit(SINK, 2, "b2", 20))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("already holds commit 2");
  }

  @Test
  void vectorsAndColumnsComeBack() throws Exception {
    commit(SINK, 1, "a", 1, 2, 3);
    table.delete(id -> id == 1);
    Map<Long, String> then = table.content();
    commit(SINK, 2, "b", 4);
    new TableAlteration(table.delta())
        .apply(
            List.of(
                new TableEdit.AddColumn(
                    new RowType.RowField("more", new IntType()), Optional.empty())));
    table.delete(id -> id == 2);
    table.maintenance().optimize(OptimizeOptions.defaults());

    RollbackPlan plan = plan(position(SINK, 1));

    assertThat(plan.to()).as("what others did before stays").isEqualTo(2);
    assertThat(plan.changesMetadata()).isTrue();
    run(plan, "r1");
    assertThat(table.content()).isEqualTo(then);
    assertThat(table.latest().rowType().getFieldNames()).doesNotContain("more");
  }

  @Test
  void aSinkThatNeverCommittedLeavesTheTableBeforeItsFirstCommit() throws Exception {
    table.append("n", 9);
    SinkPosition before =
        new SinkPosition(SINK, 0, Map.of(), OptionalLong.of(SinkPosition.LATEST), Optional.empty());
    assertThat(plan(before).isNothing()).isTrue();
    commit(SINK, 1, "a", 1);
    RollbackPlan plan = plan(before);
    assertThat(plan.to()).isEqualTo(1);
    run(plan, "r1");
    commit(SINK + "/2", 1, "b", 2);

    // That one was idle until another took its place, at version 4.
    SinkPosition idle =
        new SinkPosition("job@1-b", 0, Map.of(), OptionalLong.of(3), Optional.empty());
    assertThat(plan(idle).to()).isEqualTo(3);
    assertThatThrownBy(
            () ->
                plan(
                    new SinkPosition(
                        "job@1-b", 0, Map.of(), OptionalLong.empty(), Optional.empty())))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("cannot be taken back");
  }

  @Test
  void aSinkThatNeverCommittedSinceItsTableWasBuiltLeavesItAsItWasBuilt() throws Exception {
    commit(SINK, 1, "a", 1);
    MaintainedTable.create(lake.resolve("orders/refresh/2-b")).append("built", 7);
    table.maintenance().replaceBy("refresh/2-b");
    Map<Long, String> built = table.content();
    MaintainedTable.create(lake.resolve("orders/refresh/3-c")).append("built anew", 8);
    table.maintenance().replaceBy("refresh/3-c");
    commit("job@3-c", 1, "c", 9);

    RollbackPlan plan =
        plan(
            new SinkPosition(
                "job@2-b", 0, Map.of(), OptionalLong.empty(), Optional.of("refresh/2-b")));

    assertThat(plan.others()).isEmpty();
    run(plan, "r1");
    assertThat(table.content()).isEqualTo(built);
    assertThat(table.maintenance().history(3))
        .extracting(CommitSummary::operation)
        .containsSubsequence("RESTORE", "REPLACE");
  }

  @Test
  void aLogThatWasCleanedUpIsSaidBeforeAnythingHappens() throws Exception {
    commit(SINK, 1, "a", 1);
    commit(SINK, 2, "b", 2);
    commit(SINK, 3, "c", 3);
    table.maintenance().checkpoint();
    for (int version = 0; version < 3; version++) {
      Files.delete(Path.of(table.path(), "_delta_log", String.format("%020d.json", version)));
    }

    assertThatThrownBy(() -> plan(position(SINK, 1)))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("cannot be taken back")
        .hasMessageContaining("oldest commit is version 3");
    assertThatThrownBy(() -> plan(position(SINK, 2)))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("cannot be taken back");
    assertThat(plan(position(SINK, 3)).isNothing()).isTrue();
    assertThat(table.latest().version()).isEqualTo(3);
  }

  @Test
  void aLongLogIsReadAsFarAsItGoes() throws Exception {
    for (int number = 1; number <= 20; number++) {
      commit(SINK, number, "t" + number, number);
    }
    assertThat(plan(position(SINK, 2)).to()).isEqualTo(2);
    table.maintenance().checkpoint();
    // All that the second look at the log would find.
    for (int version = 0; version < 5; version++) {
      Files.delete(Path.of(table.path(), "_delta_log", String.format("%020d.json", version)));
    }

    assertThatThrownBy(() -> plan(position(SINK, 2)))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("oldest commit is version 5");
    assertThat(plan(position(SINK, 20)).isNothing()).isTrue();
  }

  @Test
  void aFileThatWasVacuumedIsSaidBeforeAnythingHappens() throws Exception {
    commit(SINK, 1, "a", 1);
    DataFile file = table.latest().files().get(0);
    commit(SINK, 2, "b", 2);
    table.maintenance().optimize(OptimizeOptions.defaults());
    Files.delete(Path.of(new TablePaths(table.path()).pathOf(file)));

    assertThatThrownBy(() -> plan(position(SINK, 1)))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining(file.path())
        .hasMessageContaining("vacuumed or deleted");
    assertThat(table.latest().version()).isEqualTo(3);
  }

  private RollbackPlan plan(SinkPosition position) {
    return table.maintenance().planRollback(position, SINKS);
  }

  private RestoreResult run(RollbackPlan plan, String id) {
    return table.maintenance().rollBack(plan.from(), plan.to(), id);
  }

  private static SinkPosition position(String sink, long last) {
    return new SinkPosition(
        sink, last, Map.of(), OptionalLong.of(SinkPosition.LATEST), Optional.empty());
  }

  private boolean commit(String sink, long number, String token, long... ids) throws Exception {
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table.delta())) {
      return committer.commit(
          new DeltaCommit(sink, number, token, List.of(table.write("n", "note", ids)), List.of()));
    }
  }
}
