package io.alluvium.ingest.streams;

import io.alluvium.ingest.bronze.BronzeColumn;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.RecordFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * What the rows of a stream's table are, and how messages become them. Part of a job's graph.
 *
 * @param inlet the stream's name
 * @param format of the messages
 * @param columns that are declared
 * @param headers how headers are kept
 * @param eventTime null where the stream has none
 * @param partitions columns that the table is partitioned by
 * @param maxMessageBytes a larger message is a dead letter
 */
public record StreamLayout(
    String inlet,
    RecordFormat format,
    List<DeclaredColumn> columns,
    HeaderEncoding headers,
    @Nullable EventTime eventTime,
    List<PartitionColumn> partitions,
    int maxMessageBytes)
    implements Serializable {
  static final String HEADERS = "_headers";
  static final String SYSTEM_PROPERTIES = "_system_properties";
  static final String EVENT_TIME = "_event_time";
  static final String EVENT_TIME_PROBLEM = "_event_time_problem";

  public StreamLayout {
    columns = List.copyOf(columns);
    partitions = List.copyOf(partitions);
  }

  /**
   * @throws IllegalArgumentException where two columns have one name
   */
  public BronzeSchema schema() {
    List<BronzeColumn> additional = new ArrayList<>();
    if (headers != HeaderEncoding.NONE) {
      additional.add(text(HEADERS, "JSON of the message's headers"));
    }
    if (headers == HeaderEncoding.AMQP) {
      additional.add(
          text(SYSTEM_PROPERTIES, "JSON of the headers that Event Hubs and IoT Hub set"));
    }
    if (eventTime != null) {
      additional.add(
          new BronzeColumn(
              EVENT_TIME, new LocalZonedTimestampType(6), "When it happened, by the device"));
      additional.add(
          text(EVENT_TIME_PROBLEM, "Why the device's clock is not believed; null where it is"));
    }
    for (PartitionColumn partition : partitions) {
      if (partition.isDerived()) {
        additional.add(
            new BronzeColumn(
                partition.name(), new DateType(), "Day of " + partition.dateOf() + " in UTC"));
      }
    }
    return BronzeSchema.of(columns.stream().map(DeclaredColumn::toBronze).toList(), additional);
  }

  public List<String> partitionNames() {
    return partitions.stream().map(PartitionColumn::name).toList();
  }

  private static BronzeColumn text(String name, String description) {
    return new BronzeColumn(name, VarCharType.STRING_TYPE, description);
  }
}
