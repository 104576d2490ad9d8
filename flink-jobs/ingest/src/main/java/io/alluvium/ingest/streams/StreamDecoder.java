package io.alluvium.ingest.streams;

import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.deadletters.DeadLetterOrigin;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.RecordDecoder;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes bronze rows of a stream's messages, and of its dead letters. Not thread-safe. */
public final class StreamDecoder implements DeadLetterDecoder {
  private final StreamLayout layout;
  private final BronzeSchema schema;
  private final RecordDecoder decoder;
  private final int headersIndex;
  private final StringData inlet;
  private final Positions positions = new Positions();
  private final DerivedDays days;
  @Nullable private final EventTimeReader eventTime;

  public StreamDecoder(StreamLayout layout) {
    this.layout = layout;
    schema = layout.schema();
    decoder = layout.format().newDecoder(layout.columns());
    headersIndex =
        layout.headers() == HeaderEncoding.NONE ? -1 : schema.indexOf(StreamLayout.HEADERS);
    inlet = StringData.fromString(layout.inlet());
    days = new DerivedDays(layout, schema);
    eventTime = layout.eventTime() == null ? null : new EventTimeReader(layout, schema);
  }

  /** For {@link #decode(ConsumerRecord, GenericRowData)}; can be used again and again. */
  public GenericRowData newRow() {
    return schema.newRow();
  }

  /** Sets every column of the row. */
  public void decode(ConsumerRecord<byte[], byte[]> message, GenericRowData row)
      throws UnreadableRecordException {
    StringData rescued = body(message.value(), row);
    long now = System.currentTimeMillis();
    String topic = message.topic();
    int partition = message.partition();
    schema.setMetadata(
        row,
        new BronzeMetadata(
            BronzeOperation.CREATE,
            positions.source(topic, partition),
            positions.position(topic, partition, message.offset()),
            message.offset(),
            brokerTime(message),
            TimestampData.fromEpochMillis(now)),
        null,
        rescued);
    if (headersIndex >= 0) {
      boolean split = layout.headers() == HeaderEncoding.AMQP;
      row.setField(
          headersIndex,
          headers(message, split ? HeadersJson.Part.APPLICATION : HeadersJson.Part.ALL));
      if (split) {
        row.setField(headersIndex + 1, headers(message, HeadersJson.Part.SYSTEM));
      }
    }
    complete(row, now);
  }

  /** The letter of a message that {@link #decode} refused. */
  public DeadLetter deadLetter(
      ConsumerRecord<byte[], byte[]> message, UnreadableRecordException error) {
    StringData headers = headers(message, HeadersJson.Part.ALL);
    return DeadLetter.of(
        error,
        new DeadLetterOrigin(
            inlet,
            positions.source(message.topic(), message.partition()),
            positions.position(message.topic(), message.partition(), message.offset()),
            message.offset(),
            headers == null ? StringData.fromString("{}") : headers,
            message.key(),
            brokerTime(message)),
        message.value());
  }

  @Override
  public List<RowData> decode(DeadLetter letter) throws UnreadableRecordException {
    GenericRowData row = schema.newRow();
    StringData rescued = body(letter.bytes(), row);
    long now = System.currentTimeMillis();
    schema.setMetadata(
        row,
        new BronzeMetadata(
            BronzeOperation.CREATE,
            letter.source(),
            letter.position(),
            letter.sequence(),
            letter.sourceTime(),
            TimestampData.fromEpochMillis(now)),
        null,
        rescued);
    if (headersIndex >= 0) {
      boolean split = layout.headers() == HeaderEncoding.AMQP;
      StringData all = letter.headers();
      row.setField(
          headersIndex,
          HeadersJson.part(all, split ? HeadersJson.Part.APPLICATION : HeadersJson.Part.ALL));
      if (split) {
        row.setField(headersIndex + 1, HeadersJson.part(all, HeadersJson.Part.SYSTEM));
      }
    }
    complete(row, now);
    return List.of(row);
  }

  @Nullable
  private StringData body(@Nullable byte[] body, GenericRowData row)
      throws UnreadableRecordException {
    if (body == null) {
      throw new UnreadableRecordException(ErrorClass.EMPTY, "the message has no body");
    }
    if (body.length > layout.maxMessageBytes()) {
      throw new UnreadableRecordException(
          ErrorClass.TOO_LARGE,
          "the body has "
              + body.length
              + " bytes, more than max-message-bytes = "
              + layout.maxMessageBytes());
    }
    return decoder.decode(body, 0, body.length, row);
  }

  private void complete(GenericRowData row, long now) {
    if (eventTime != null) {
      eventTime.set(row, now);
    }
    days.set(row);
  }

  @Nullable
  private StringData headers(ConsumerRecord<byte[], byte[]> message, HeadersJson.Part part) {
    return HeadersJson.of(message.headers(), layout.headers(), part);
  }

  /** Null for messages of brokers so old that they keep no time. */
  @Nullable
  private static TimestampData brokerTime(ConsumerRecord<byte[], byte[]> message) {
    long time = message.timestamp();
    return time == ConsumerRecord.NO_TIMESTAMP ? null : TimestampData.fromEpochMillis(time);
  }
}
