package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventDecoder;
import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.tables.PlainParquet;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * The limit: one thread that consumes a topic, decodes by the cheapest decoder that there is, and
 * writes by parquet-java's writer. Parameters: {@code servers}, {@code topic}, {@code rows}, {@code
 * folder} (new, of the run).
 */
public final class KafkaLoop implements Engine {
  private static final int FIELDS = 10;
  private static final long ROWS_PER_OUTPUT = 1_000_000;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path output = Files.createDirectories(Path.of(parameters.get("folder"), "lake"));
    long rows = Long.parseLong(parameters.get("rows"));
    EventDecoder decoder = new EventDecoder();
    long written = 0;
    ParquetWriter<RowData> writer = null;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(parameters.get("servers"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(parameters.get("topic")).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (written < rows) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          if (written % ROWS_PER_OUTPUT == 0) {
            if (writer != null) {
              writer.close();
            }
            writer =
                PlainParquet.writer(output.resolve(written + ".parquet"), EventSchema.rowType());
          }
          GenericRowData row = new GenericRowData(FIELDS);
          decoder.decode(message.value(), 0, row);
          writer.write(row);
          written++;
        }
      }
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
    return Map.of();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", servers);
    properties.setProperty("fetch.min.bytes", Integer.toString(1 << 20));
    properties.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    properties.setProperty("max.poll.records", "5000");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
