package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.BatchInlet;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.batch.WorkSplit;
import io.alluvium.ingest.bronze.BronzeOperation;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A table or query, round by round. */
record JdbcInlet(String lake, BronzeTarget target, JdbcSettings settings, JdbcShape shape)
    implements BatchInlet<Long> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBounded() {
    return settings.isBounded();
  }

  @Override
  public Discovery<Long> newDiscovery() {
    return new JdbcDiscovery(settings, new JdbcDatabase(settings), shape, bronze());
  }

  @Override
  public SimpleVersionedSerializer<Long> stateSerializer() {
    return new RoundSerializer();
  }

  @Override
  public PageReader newReader() {
    return this::pages;
  }

  private PageReader.Pages pages(WorkSplit split) throws Exception {
    JdbcWork work = JdbcWork.parse(split.work());
    JdbcDatabase database = new JdbcDatabase(settings);
    RangeRows rows = new RangeRows(target, shape, source(), work.round());
    if (settings.mode() == JdbcSettings.Mode.DIFFERENCE) {
      return new DifferencePages(database, shape, work, rows, bronze(), split.progress());
    }
    boolean incremental = settings.mode() == JdbcSettings.Mode.INCREMENTAL;
    return new OrderedPages(
        database,
        shape,
        work,
        rows,
        settings.pageRows(),
        incremental && !work.first() ? BronzeOperation.UPDATE : BronzeOperation.SNAPSHOT,
        incremental ? known(work, split.progress()) : Set.of(),
        split.progress());
  }

  /** Rows that bronze held before the round, of those that are still to be read. */
  private Set<RowJson.Hash> known(JdbcWork work, String progress) throws Exception {
    if (work.from() == null || OrderedPages.hasEnded(progress)) {
      return Set.of();
    }
    // With a lag, pages end before the mark: behind a failure, known rows are still to come.
    String behind = OrderedPages.behind(progress);
    return bronze().from(behind == null ? work.from() : behind);
  }

  private BronzeRows bronze() {
    return new BronzeRows(LakePaths.of(lake), target, shape, source());
  }

  /** As the rows name it. */
  private String source() {
    return settings.address()
        + "#"
        + (settings.table() == null ? "query " + target.inlet() : settings.table());
  }
}
