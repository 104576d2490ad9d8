package io.alluvium.ingest.streams;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the first run begins, and no more: left to itself, Flink takes it for the place as well
 * that the consumer jumps to from an offset that the broker does not have.
 */
record StartingOffsets(OffsetsInitializer initial, KafkaInput.OnGap onGap)
    implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return initial.getPartitionOffsets(partitions, retriever);
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return onGap == KafkaInput.OnGap.STOP ? OffsetResetStrategy.NONE : OffsetResetStrategy.EARLIEST;
  }
}
