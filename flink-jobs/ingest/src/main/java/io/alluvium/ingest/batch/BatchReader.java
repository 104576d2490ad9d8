package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;

/** Asks for a split whenever it has none, and emits the pages that its thread reads. */
final class BatchReader
    extends SingleThreadMultiplexSourceReaderBase<
        Page, RoutedRow, WorkSplit, BatchReader.Progress> {

  /** How far a split was emitted. */
  static final class Progress {
    private final WorkSplit split;
    private String reached;

    private Progress(WorkSplit split) {
      this.split = split;
      this.reached = split.progress();
    }
  }

  BatchReader(BatchInlet<?> inlet, SourceReaderContext context) {
    super(() -> new PageSplitReader(inlet), new Emitter(), context.getConfiguration(), context);
  }

  @Override
  public void start() {
    // After a restore there may be splits already.
    if (getNumberOfCurrentlyAssignedSplits() == 0) {
      context.sendSplitRequest();
    }
  }

  @Override
  protected void onSplitFinished(Map<String, Progress> finished) {
    if (getNumberOfCurrentlyAssignedSplits() == 0) {
      context.sendSplitRequest();
    }
  }

  @Override
  protected Progress initializedState(WorkSplit split) {
    return new Progress(split);
  }

  @Override
  protected WorkSplit toSplitType(String splitId, Progress progress) {
    return new WorkSplit(splitId, progress.split.work(), progress.reached);
  }

  /**
   * No checkpoint comes between the rows of a page and its progress: all is one step of the task.
   */
  private static final class Emitter implements RecordEmitter<Page, RoutedRow, Progress> {
    @Override
    public void emitRecord(Page page, SourceOutput<RoutedRow> output, Progress progress) {
      page.rows().forEach(output::collect);
      progress.reached = page.progress();
    }
  }
}
