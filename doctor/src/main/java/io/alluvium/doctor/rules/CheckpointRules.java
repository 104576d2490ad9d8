package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.rules.SettingsCheck.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checkpoints and state. */
final class CheckpointRules {
  private static final String AREA = "Checkpoints and state";
  private static final String INTERVAL = "execution.checkpointing.interval";
  private static final String BACKEND = "state.backend.type";
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private CheckpointRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "checkpoints-off",
            Severity.ERROR,
            AREA,
            "Tables of the lake are committed with checkpoints. Without an interval there are none, and nothing"
                + " ever appears.",
            "Set `execution.checkpointing.interval`, such as `10 s`.",
            "Delta and Iceberg sinks commit in notifyCheckpointComplete only",
            SettingsCheck.wrongOrAbsent(
                INTERVAL, settings -> true, text -> is(text, Duration.ZERO, Duration.ZERO))),
        new Rule(
            "checkpoint-interval-throttled",
            Severity.WARNING,
            AREA,
            "Each checkpoint commits offsets, and Event Hubs takes two to four commits a second and partition;"
                + " each also makes a version and small files of every table.",
            "Set `execution.checkpointing.interval` to `1 s` or more; the freshness that readers need decides.",
            "azure-event-hubs-for-kafka#197; iceberg#2404",
            SettingsCheck.wrong(
                INTERVAL, text -> is(text, Duration.ofNanos(1), SHORTEST.minusNanos(1)))),
        new Rule(
            "checkpoints-deleted",
            Severity.ERROR,
            AREA,
            "A job that is cancelled, or whose resource is deleted, takes its last checkpoint with it: there is"
                + " nothing to go on from.",
            "Set `execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION`.",
            "flink-kubernetes-operator#871: deleting the resource deletes what is known of checkpoints",
            SettingsCheck.wrongOrAbsent(
                "execution.checkpointing.externalized-checkpoint-retention",
                settings -> true,
                text -> !text.equals("RETAIN_ON_CANCELLATION"))),
        new Rule(
            "checkpoint-failure-fatal",
            Severity.WARNING,
            AREA,
            "By default the first checkpoint that fails restarts the job: storage that is busy for a moment"
                + " becomes an outage.",
            "Set `execution.checkpointing.tolerable-failed-checkpoints` to some tens, and watch failures by an"
                + " alert.",
            "docs/operations.md: checkpoint storage is away",
            SettingsCheck.wrongOrAbsent(
                "execution.checkpointing.tolerable-failed-checkpoints",
                settings -> true,
                text -> text.strip().equals("0"))),
        new Rule(
            "checkpoints-not-incremental",
            Severity.WARNING,
            AREA,
            "Every checkpoint uploads the whole state, which grows until checkpoints time out.",
            "Set `execution.checkpointing.incremental: true`.",
            "hudi#10329: checkpoints grew tenfold",
            SettingsCheck.together(
                settings ->
                    settings.text(BACKEND).equals("rocksdb")
                            && !settings.text("execution.checkpointing.incremental").equals("true")
                            && settings.complete()
                        ? Optional.of(
                            new Problem(
                                settings.get("execution.checkpointing.incremental").isPresent()
                                    ? "execution.checkpointing.incremental"
                                    : BACKEND,
                                "RocksDB without incremental checkpoints"))
                        : Optional.empty())),
        new Rule(
            "savepoints-claimed",
            Severity.ERROR,
            AREA,
            "Flink 1.20 writes checkpoints that cannot be restored when a job has claimed a savepoint in the"
                + " native format: they look for the savepoint's files in their own folder. It shows when"
                + " the job is started again.",
            "Leave `execution.state-recovery.claim-mode` at `NO_CLAIM`, and delete savepoints yourself.",
            "FLINK-39964: unrestorable checkpoint after a restore in claim mode",
            SettingsCheck.together(
                settings ->
                    Stream.of(
                            "execution.state-recovery.claim-mode",
                            "execution.savepoint-restore-mode")
                        .filter(option -> settings.text(option).strip().equalsIgnoreCase("claim"))
                        .map(option -> new Problem(option, "savepoints are claimed"))
                        .findFirst())),
        new Rule(
            "state-on-heap",
            Severity.WARNING,
            AREA,
            "State of joins and of upserts is larger than a heap: the process dies of memory when the data"
                + " grows.",
            "Set `state.backend.type: rocksdb`.",
            "hudi#10929: out of memory on five task managers",
            SettingsCheck.wrongOrAbsent(
                BACKEND, settings -> true, text -> !text.equals("rocksdb"))),
        new Rule(
            "rocksdb-pool-beyond-budget",
            Severity.ERROR,
            AREA,
            "Flink does not count the pool that `fixed-per-tm` makes. Beyond the task's off-heap memory, the"
                + " process outgrows its container and is killed.",
            "Set `taskmanager.memory.task.off-heap.size` to that pool and a fifth more, or make the pool"
                + " smaller.",
            "flink-conf of this project; Flink documentation: memory of RocksDB",
            SettingsCheck.together(CheckpointRules::poolBeyondBudget)),
        new Rule(
            "kryo-allowed",
            Severity.ERROR,
            AREA,
            "Kryo's bytes depend on class names and the order of registration: state does not survive an"
                + " upgrade, and rows go slower from task to task.",
            "Set `pipeline.generic-types: false`, and give types where Flink then complains.",
            "iceberg#7393: Kryo slowed a shuffle four times",
            SettingsCheck.wrongOrAbsent(
                "pipeline.generic-types", settings -> true, text -> !text.equals("false"))),
        new Rule(
            "uids-generated",
            Severity.ERROR,
            AREA,
            "Operators without a uid of their own are named by the shape of the job: a change anywhere loses"
                + " the state of all.",
            "Leave `table.exec.uid.generation` at `PLAN_ONLY` and submit compiled plans; give every operator of"
                + " the DataStream API a uid.",
            "iceberg#16128; flink#22146",
            SettingsCheck.wrong("table.exec.uid.generation", text -> text.equals("DISABLED"))));
  }

  private static boolean is(String text, Duration least, Duration most) {
    return Quantities.duration(text)
        .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
        .isPresent();
  }

  private static Optional<Problem> poolBeyondBudget(Settings settings) {
    String pool = "state.backend.rocksdb.memory.fixed-per-tm";
    String budget = "taskmanager.memory.task.off-heap.size";
    return Quantities.size(settings.text(pool))
        .filter(
            size ->
                settings.complete()
                    && size.getBytes()
                        > Quantities.size(settings.text(budget))
                            .map(room -> room.getBytes())
                            .orElse(0L))
        .map(
            size ->
                new Problem(
                    pool,
                    "the pool of "
                        + size.toHumanReadableString()
                        + " is larger than "
                        + budget
                        + " ("
                        + (settings.get(budget).isPresent() ? settings.text(budget) : "not set")
                        + ")"));
  }
}
