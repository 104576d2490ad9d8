package io.alluvium.state.trial;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads a source's state and gives it back, and never speaks with what the source reads: no offset
 * is committed, and nobody's place in a log or replication slot is taken.
 */
final class HeldSource<T, S extends SourceSplit, C>
    implements Source<T, S, HeldSource.Checkpoint<C>> {
  private static final long serialVersionUID = 1L;

  private final Source<T, S, C> source;

  HeldSource(Source<T, S, C> source) {
    this.source = source;
  }

  /**
   * The state of a source's coordinator.
   *
   * @param state null where the savepoint has none
   */
  record Checkpoint<C>(@Nullable C state) {}

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<T, S> createReader(SourceReaderContext context) {
    return new HeldReader<>();
  }

  @Override
  public SplitEnumerator<S, Checkpoint<C>> createEnumerator(SplitEnumeratorContext<S> context) {
    return new HeldEnumerator<>(new Checkpoint<>(null));
  }

  @Override
  public SplitEnumerator<S, Checkpoint<C>> restoreEnumerator(
      SplitEnumeratorContext<S> context, Checkpoint<C> checkpoint) {
    return new HeldEnumerator<>(checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<S> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Checkpoint<C>> getEnumeratorCheckpointSerializer() {
    SimpleVersionedSerializer<C> own = source.getEnumeratorCheckpointSerializer();
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return own.getVersion();
      }

      @Override
      public byte[] serialize(Checkpoint<C> checkpoint) throws IOException {
        return checkpoint.state() == null ? new byte[0] : own.serialize(checkpoint.state());
      }

      @Override
      public Checkpoint<C> deserialize(int version, byte[] serialized) throws IOException {
        return new Checkpoint<>(own.deserialize(version, serialized));
      }
    };
  }
}
