package io.alluvium.ingest.streams;

import io.alluvium.ingest.record.UnreadableRecordException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes of each message one {@link DecodedMessage}: no message fails the job, none is lost. What it
 * emits is used again for the next message; whoever keeps it must copy it.
 */
final class MessageDeserializer implements KafkaRecordDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final StreamLayout layout;
  private transient StreamDecoder decoder;
  private transient GenericRowData row;
  private transient GenericRowData decoded;

  MessageDeserializer(StreamLayout layout) {
    this.layout = layout;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new StreamDecoder(layout);
    row = decoder.newRow();
    decoded = new GenericRowData(2);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<RowData> out) {
    try {
      decoder.decode(message, row);
      decoded.setField(DecodedMessage.ROW, row);
      decoded.setField(DecodedMessage.DEAD_LETTER, null);
    } catch (UnreadableRecordException e) {
      decoded.setField(DecodedMessage.ROW, null);
      decoded.setField(DecodedMessage.DEAD_LETTER, decoder.deadLetter(message, e).toRow());
    }
    out.collect(decoded);
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return DecodedMessage.type(layout.schema().rowType());
  }
}
