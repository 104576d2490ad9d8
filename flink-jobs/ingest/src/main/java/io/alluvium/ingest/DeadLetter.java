package io.alluvium.ingest;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows of {@code ops.dead_letters}: what could not be read, whole, and why. */
final class DeadLetter {
  static final RowType ROW_TYPE =
      new RowType(
          false,
          List.of(
              text("source", "The topic"),
              text("position", "topic-partition-offset"),
              text("reason", "Why the message could not be read"),
              new RowType.RowField(
                  "bytes", new VarBinaryType(VarBinaryType.MAX_LENGTH), "The body as it arrived"),
              text("headers", "JSON object of the message's headers"),
              new RowType.RowField(
                  "time", new LocalZonedTimestampType(6), "When the broker took the message"),
              new RowType.RowField(
                  "key", new VarBinaryType(VarBinaryType.MAX_LENGTH), "The message's key")));

  private DeadLetter() {}

  static RowData of(ConsumerRecord<byte[], byte[]> message, String position, String reason) {
    return GenericRowData.of(
        StringData.fromString(message.topic()),
        StringData.fromString(position),
        StringData.fromString(reason),
        message.value(),
        StringData.fromString(HeadersJson.of(message.headers())),
        MessageDeserializer.enqueuedTime(message),
        message.key());
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
