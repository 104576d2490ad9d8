package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.lineage.WrittenTable;
import io.alluvium.connectors.delta.sink.upsert.RebaseByKey;
import io.alluvium.connectors.delta.sink.upsert.UpsertSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * The last step of the sink: hands the commits that the {@link CommitAggregator} made to Flink's
 * committer, which commits them once their checkpoint is complete, in order, and again after a
 * restore.
 */
final class CommitSink
    implements Sink<byte[]>, SupportsCommitter<DeltaCommittable>, LineageVertexProvider {
  private static final long serialVersionUID = 1L;

  @Nullable private final String tablePath;
  @Nullable private final UpsertSettings upsert;

  /**
   * @param tablePath of the sink's table; null where each commit names its own
   * @param upsert null where commits cannot be adapted to those of other writers
   */
  CommitSink(@Nullable String tablePath, @Nullable UpsertSettings upsert) {
    this.tablePath = tablePath;
    this.upsert = upsert;
  }

  @Override
  public CommittingSinkWriter<byte[], DeltaCommittable> createWriter(WriterInitContext context) {
    return new PassingWriter();
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 asks for the method that 2.0 dropped.
  public CommittingSinkWriter<byte[], DeltaCommittable> createWriter(InitContext context) {
    return new PassingWriter();
  }

  @Override
  public Committer<DeltaCommittable> createCommitter(CommitterInitContext context) {
    return new DeltaCommitter(
        tablePath, upsert == null ? null : new RebaseByKey(upsert), context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<DeltaCommittable> getCommittableSerializer() {
    return DeltaCommittableSerializer.INSTANCE;
  }

  @Override
  public LineageVertex getLineageVertex() {
    return new WrittenTable(tablePath);
  }

  /** Every element is a commit already. */
  private static final class PassingWriter
      implements CommittingSinkWriter<byte[], DeltaCommittable> {
    private final List<byte[]> received = new ArrayList<>();

    @Override
    public void write(byte[] element, Context context) {
      received.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {
      // Nothing is buffered beyond what prepareCommit returns.
    }

    @Override
    public Collection<DeltaCommittable> prepareCommit() throws java.io.IOException {
      List<DeltaCommittable> committables = new ArrayList<>();
      for (byte[] element : received) {
        committables.add(DeltaCommittableSerializer.fromBytes(element));
      }
      received.clear();
      return committables;
    }

    @Override
    public void close() {
      received.clear();
    }
  }
}
