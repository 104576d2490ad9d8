package io.alluvium.ingest.streams;

import io.alluvium.ingest.bronze.BronzeSchema;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;

/** Sets the columns that are the day of a time. */
final class DerivedDays {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final int[] from;
  private final int[] to;
  private Integer lastDay = 0;

  DerivedDays(StreamLayout layout, BronzeSchema schema) {
    List<PartitionColumn> derived =
        layout.partitions().stream().filter(PartitionColumn::isDerived).toList();
    from = derived.stream().mapToInt(column -> schema.indexOf(column.dateOf())).toArray();
    to = derived.stream().mapToInt(column -> schema.indexOf(column.name())).toArray();
  }

  void set(GenericRowData row) {
    for (int i = 0; i < from.length; i++) {
      TimestampData time = (TimestampData) row.getField(from[i]);
      row.setField(to[i], time == null ? null : day(time));
    }
  }

  private Integer day(TimestampData time) {
    int day = (int) Math.floorDiv(time.getMillisecond(), MILLIS_PER_DAY);
    if (day != lastDay) {
      lastDay = day;
    }
    return lastDay;
  }
}
