package io.alluvium.ingest;

import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes of each message one {@link DecodedRow}: no message fails the job, none is lost. */
final class MessageDeserializer implements KafkaRecordDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;
  private static final StringData CREATED = StringData.fromString("c");

  private final int maxBytes;
  private transient ReadingDecoder decoder;

  MessageDeserializer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new ReadingDecoder(maxBytes);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<RowData> out) {
    String position = message.topic() + "-" + message.partition() + "-" + message.offset();
    try {
      out.collect(DecodedRow.reading(reading(message, position)));
    } catch (UnreadableException e) {
      out.collect(DecodedRow.deadLetter(DeadLetter.of(message, position, e.getMessage())));
    }
  }

  private RowData reading(ConsumerRecord<byte[], byte[]> message, String position)
      throws UnreadableException {
    GenericRowData row = decoder.decode(message.value());
    row.setField(Reading.OP, CREATED);
    row.setField(Reading.SOURCE, StringData.fromString(message.topic()));
    row.setField(Reading.POSITION, StringData.fromString(position));
    row.setField(Reading.SEQUENCE, message.offset());
    row.setField(Reading.SOURCE_TS, enqueuedTime(message));
    row.setField(Reading.INGEST_TS, TimestampData.fromEpochMillis(System.currentTimeMillis()));
    return row;
  }

  /** Null for messages of brokers so old that they keep no time. */
  @Nullable
  static TimestampData enqueuedTime(ConsumerRecord<byte[], byte[]> message) {
    long time = message.timestamp();
    return time == ConsumerRecord.NO_TIMESTAMP ? null : TimestampData.fromEpochMillis(time);
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return DecodedRow.TYPE;
  }
}
