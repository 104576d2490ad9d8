package io.alluvium.connectors.delta.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a Delta table on the local file system against the Delta protocol: every commit, checksum
 * file and checkpoint of its log, and the files of its latest version. Shares no code with the
 * connector. A table whose log was cleaned up is checked from its first complete checkpoint on.
 */
public final class TableLint {
  private final Path table;
  private final boolean absolutePathsAllowed;
  private final boolean dataFilesChecked;

  private TableLint(Path table, boolean absolutePathsAllowed, boolean dataFilesChecked) {
    this.table = table;
    this.absolutePathsAllowed = absolutePathsAllowed;
    this.dataFilesChecked = dataFilesChecked;
  }

  public static TableLint of(Path table) {
    return new TableLint(table, false, true);
  }

  /**
   * @param table a path or a {@code file:} URI
   */
  public static TableLint of(String table) {
    return of(table.startsWith("file:") ? Path.of(URI.create(table).getPath()) : Path.of(table));
  }

  /** For shallow clones, whose files belong to another table. */
  public TableLint allowAbsolutePaths() {
    return new TableLint(table, true, dataFilesChecked);
  }

  /** For logs of files that were never written. */
  public TableLint withoutDataFiles() {
    return new TableLint(table, absolutePathsAllowed, false);
  }

  /** Fails with one line per finding. */
  public void assertClean() {
    List<Finding> findings = findings();
    if (!findings.isEmpty()) {
      StringBuilder text = new StringBuilder("Table " + table + " breaks the Delta protocol:");
      findings.stream().limit(20).forEach(finding -> text.append("\n  ").append(finding));
      if (findings.size() > 20) {
        text.append("\n  and ").append(findings.size() - 20).append(" more");
      }
      throw new AssertionError(text.toString());
    }
  }

  public List<Finding> findings() {
    Findings findings = new Findings();
    try (ParquetFiles parquet = ParquetFiles.open()) {
      check(new LogFolder(table), parquet, findings);
    } catch (IOException e) {
      throw new UncheckedIOException("Table " + table + " cannot be checked", e);
    }
    return findings.all();
  }

  private void check(LogFolder log, ParquetFiles parquet, Findings findings) throws IOException {
    TreeMap<Long, List<Path>> checkpoints = log.checkpoints();
    List<Long> versions = log.commitVersions();
    if (versions.isEmpty()) {
      findings.add(-1, "log", "holds no commit");
      return;
    }
    TableState state = new TableState();
    long first = versions.get(0);
    if (first > 0) {
      Map.Entry<Long, List<Path>> base = checkpoints.ceilingEntry(first - 1);
      if (base == null) {
        findings.add(first, "log", "begins here, with no checkpoint");
        return;
      }
      first = base.getKey() + 1;
      state.apply(Checkpoint.read(base.getKey(), base.getValue(), log.folder(), parquet));
    }
    long last = versions.get(versions.size() - 1);
    List<CommitRule> commitRules = commitRules();
    List<StateRule> stateRules =
        List.of(new ChecksumFileRule(log), new CheckpointRule(log, checkpoints, parquet));
    for (long version = first; version <= last; version++) {
      if (!versions.contains(version)) {
        findings.add(version, "log", "is missing");
        return;
      }
      Commit commit = log.read(version, findings);
      for (CommitRule rule : commitRules) {
        rule.check(commit, state, findings);
      }
      state.apply(commit);
      for (StateRule rule : stateRules) {
        rule.check(version, state, findings);
      }
    }
    if (dataFilesChecked) {
      new DataFilesRule(table, parquet).check(last, state, findings);
    }
  }

  private List<CommitRule> commitRules() {
    List<CommitRule> rules = new ArrayList<>();
    rules.add(new ActionsRule());
    rules.add(new ActiveFilesRule());
    rules.add(new FileActionsRule(absolutePathsAllowed));
    rules.add(new PartitionValuesRule());
    rules.add(new StatisticsRule());
    rules.add(new DeletionVectorsRule(table));
    rules.add(new TransactionsRule());
    rules.add(new InCommitTimestampRule());
    rules.add(new FeaturesRule());
    return rules;
  }
}
