package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DeltaCommit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkCommitterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a sink's committer tells beyond Flink's standard metrics: {@code commits}, {@code
 * committedFiles}, {@code commitConflicts} (attempts that another writer's commit made void),
 * {@code commitDurationMs} (a histogram of the last {@value #COMMITS_MEASURED} commits), {@code
 * lastCommitDurationMs}, {@code lastCommitFiles}.
 */
final class CommitterMetrics {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int COMMITS_MEASURED = 500;

  private final Counter commits;
  private final Counter files;
  private final Counter conflicts;
  private final Histogram durations;
  private long lastMillis;
  private long lastFiles;

  CommitterMetrics(SinkCommitterMetricGroup group) {
    commits = group.counter("commits");
    files = group.counter("committedFiles");
    conflicts = group.counter("commitConflicts");
    durations =
        group.histogram("commitDurationMs", new DescriptiveStatisticsHistogram(COMMITS_MEASURED));
    group.gauge("lastCommitDurationMs", (Gauge<Long>) () -> lastMillis);
    group.gauge("lastCommitFiles", (Gauge<Long>) () -> lastFiles);
  }

  void committed(DeltaCommit commit, long nanos, long newConflicts) {
    commits.inc();
    lastFiles = commit.added().size() + commit.removed().size();
    files.inc(lastFiles);
    conflicts.inc(newConflicts);
    lastMillis = nanos / NANOS_PER_MILLI;
    durations.update(lastMillis);
  }
}
