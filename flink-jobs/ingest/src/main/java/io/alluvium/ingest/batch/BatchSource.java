package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads an inlet's work, each piece once: what was found and how far each piece was read are in the
 * state, and a page of rows is never divided by a checkpoint.
 */
public final class BatchSource<S>
    implements Source<RoutedRow, WorkSplit, BatchState<S>>, ResultTypeQueryable<RoutedRow> {
  private static final long serialVersionUID = 1L;

  private final BatchInlet<S> inlet;

  public BatchSource(BatchInlet<S> inlet) {
    this.inlet = inlet;
  }

  @Override
  public Boundedness getBoundedness() {
    return inlet.isBounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public TypeInformation<RoutedRow> getProducedType() {
    return RoutedRowTypeInfo.INSTANCE;
  }

  @Override
  public SplitEnumerator<WorkSplit, BatchState<S>> createEnumerator(
      SplitEnumeratorContext<WorkSplit> context) throws Exception {
    return new BatchEnumerator<>(
        context, inlet.newDiscovery(), new BatchState<>(null, false, List.of()), false);
  }

  @Override
  public SplitEnumerator<WorkSplit, BatchState<S>> restoreEnumerator(
      SplitEnumeratorContext<WorkSplit> context, BatchState<S> state) throws Exception {
    return new BatchEnumerator<>(context, inlet.newDiscovery(), state, true);
  }

  @Override
  public SourceReader<RoutedRow, WorkSplit> createReader(SourceReaderContext context) {
    return new BatchReader(inlet, context);
  }

  @Override
  public SimpleVersionedSerializer<WorkSplit> getSplitSerializer() {
    return new WorkSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<BatchState<S>> getEnumeratorCheckpointSerializer() {
    return new BatchStateSerializer<>(inlet.stateSerializer());
  }
}
