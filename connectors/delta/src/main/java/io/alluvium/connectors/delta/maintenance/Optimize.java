package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes groups of files anew, without their deleted rows, and puts the new files in their place.
 *
 * <p>Other writers go on meanwhile. A group of which a file was removed or got another deletion
 * vector in the meantime is left as it is: its new file is deleted again, and no row of the others
 * is lost or comes back.
 */
final class Optimize {
  private final DeltaTable table;
  private final OptimizeOptions options;
  private final TableFiles files;
  private final TablePaths paths;

  private DeltaSnapshot snapshot;
  private int commits;
  private long filesRemoved;
  private long filesAdded;
  private long bytesRemoved;
  private long bytesAdded;
  private long filesSkipped;

  Optimize(DeltaTable table, OptimizeOptions options) {
    this.table = table;
    this.options = options;
    this.files = new TableFiles(table.path());
    this.paths = new TablePaths(table.path());
  }

  /** Files and the one that holds their live rows; empty where none is live. */
  record Rewritten(List<DataFile> before, Optional<DataFile> after) {}

  OptimizeResult run(ProgressListener progress) {
    List<Rewritten> done = new ArrayList<>();
    List<List<DataFile>> groups = plan();
    long total = groups.stream().mapToLong(Optimize::size).sum();
    long rewritten = 0;
    long bytes = 0;
    for (List<DataFile> group : groups) {
      progress.progressed(rewritten, total);
      done.add(rewrite(group));
      rewritten += size(group);
      bytes += size(group);
      if (bytes >= options.bytesPerCommit()) {
        commit(done);
        done.clear();
        bytes = 0;
      }
    }
    progress.progressed(rewritten, total);
    commit(done);
    return result();
  }

  /** The groups of files to put together. */
  List<List<DataFile>> plan() {
    snapshot = table.snapshot();
    TableFeatureCheck.checkWritable(table.path(), snapshot, "OPTIMIZE");
    checkOwner();
    PartitionCondition condition = PartitionCondition.parse(options.where(), snapshot);
    return new RewriteGroups(options)
        .of(snapshot.files().stream().filter(condition::holds).toList());
  }

  /** The version that {@link #plan()} looked at. */
  long plannedVersion() {
    return snapshot.version();
  }

  Rewritten rewrite(List<DataFile> group) {
    return new Rewritten(group, new FileRewriter(table.path(), snapshot).rewrite(group));
  }

  OptimizeResult result() {
    return new OptimizeResult(
        table.snapshot().version(),
        commits,
        filesRemoved,
        filesAdded,
        bytesRemoved,
        bytesAdded,
        filesSkipped);
  }

  /**
   * A table with a key and without deletion vectors has a copy-on-write sink, whose files they are.
   */
  private void checkOwner() {
    boolean owned =
        !snapshot.primaryKey().isEmpty()
            && !"true".equals(snapshot.properties().get("delta.enableDeletionVectors"));
    if (owned && !options.ownedFiles()) {
      throw new DeltaException(
          "The files of table "
              + table.path()
              + " belong to its copy-on-write sink, which keeps their sizes by itself and could not"
              + " go on from its state after OPTIMIZE. Where no such job is to go on, say that"
              + " owned files are to be rewritten.");
    }
  }

  void commit(List<Rewritten> rewritten) {
    Set<Rewritten> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean committed =
        new OptimisticCommit(table, "OPTIMIZE")
            .commit(
                current -> {
                  kept.clear();
                  kept.addAll(stillValid(rewritten, current));
                  return kept.isEmpty() ? Optional.empty() : Optional.of(change(kept));
                })
            .isPresent();
    commits += committed ? 1 : 0;
    for (Rewritten group : rewritten) {
      if (kept.contains(group)) {
        count(group);
      } else {
        filesSkipped += group.before().size();
        group.after().ifPresent(file -> files.delete(paths.pathOf(file)));
      }
    }
  }

  private static List<Rewritten> stillValid(List<Rewritten> rewritten, DeltaSnapshot current) {
    Map<String, Optional<DeletionVector>> active = new HashMap<>();
    for (DataFile file : current.files()) {
      active.put(file.path(), Optional.ofNullable(file.deletionVector()));
    }
    return rewritten.stream()
        .filter(
            group ->
                group.before().stream()
                    .allMatch(
                        file ->
                            Objects.equals(
                                active.get(file.path()),
                                Optional.ofNullable(file.deletionVector()))))
        .toList();
  }

  private static LogChange change(Collection<Rewritten> groups) {
    return LogChange.rewrite(
        groups.stream().flatMap(group -> group.after().stream()).toList(),
        groups.stream().flatMap(group -> group.before().stream()).toList());
  }

  private void count(Rewritten group) {
    filesRemoved += group.before().size();
    bytesRemoved += size(group.before());
    if (group.after().isPresent()) {
      filesAdded++;
      bytesAdded += group.after().get().size();
    }
  }

  private static long size(List<DataFile> group) {
    return group.stream().mapToLong(DataFile::size).sum();
  }
}
