package io.alluvium.ingest.streams;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** A reader that ends the job, with the reason, where the broker lacks what comes next. */
final class StreamReader<T> implements SourceReader<T, KafkaPartitionSplit> {
  private final SourceReader<T, KafkaPartitionSplit> kafka;
  private final KafkaInput.Service service;

  StreamReader(SourceReader<T, KafkaPartitionSplit> kafka, KafkaInput.Service service) {
    this.kafka = kafka;
    this.service = service;
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    try {
      return kafka.pollNext(output);
    } catch (Exception e) {
      Optional<OffsetOutOfRangeException> gap =
          ExceptionUtils.findThrowable(e, OffsetOutOfRangeException.class);
      if (gap.isPresent()) {
        // A restart would only meet the same again.
        throw new SuppressRestartsException(lost(gap.get()));
      }
      throw e;
    }
  }

  private StreamException lost(OffsetOutOfRangeException gap) {
    String where =
        gap.offsetOutOfRangePartitions().entrySet().stream()
            .map(entry -> "offset " + entry.getValue() + " of " + entry.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return new StreamException(
        service.label()
            + " does not have "
            + where
            + ", where the stream goes on: messages have expired, or the topic was created again."
            + " To go on without what is missing, with the first message that is there, set"
            + " on-gap: continue under source, and start the job from its state.",
        gap);
  }

  @Override
  public void start() {
    kafka.start();
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    return kafka.snapshotState(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return kafka.isAvailable();
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    kafka.addSplits(splits);
  }

  @Override
  public void notifyNoMoreSplits() {
    kafka.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    kafka.handleSourceEvents(event);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    kafka.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
    kafka.pauseOrResumeSplits(toPause, toResume);
  }

  @Override
  public void close() throws Exception {
    kafka.close();
  }
}
