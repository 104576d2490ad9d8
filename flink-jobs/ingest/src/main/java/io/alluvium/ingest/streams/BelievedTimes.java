package io.alluvium.ingest.streams;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.table.data.RowData;

/**
 * Watermarks of each partition from the event times of its rows, those of clocks that are wrong,
 * and dead letters, aside: these neither move the watermark nor keep a silent partition awake.
 */
final class BelievedTimes implements WatermarkStrategy<RowData> {
  private static final long serialVersionUID = 1L;
  private static final long NONE = Long.MIN_VALUE;

  private final Duration outOfOrderness;
  private final Duration idleAfter;
  private final int arity;
  private final int timeIndex;

  /**
   * @param arity of the table's rows
   * @param timeIndex of the event time, which its problem follows
   */
  BelievedTimes(EventTime rule, int arity, int timeIndex) {
    this.outOfOrderness = rule.outOfOrderness();
    this.idleAfter = rule.idleAfter();
    this.arity = arity;
    this.timeIndex = timeIndex;
  }

  @Override
  public TimestampAssigner<RowData> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (decoded, recordTimestamp) -> timeOf(decoded);
  }

  private long timeOf(RowData decoded) {
    if (decoded.isNullAt(DecodedMessage.ROW)) {
      return NONE;
    }
    RowData row = decoded.getRow(DecodedMessage.ROW, arity);
    return row.isNullAt(timeIndex) || !row.isNullAt(timeIndex + 1)
        ? NONE
        : row.getTimestamp(timeIndex, 6).getMillisecond();
  }

  @Override
  public WatermarkGenerator<RowData> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new Generator(
        new WatermarksWithIdleness<>(
            new BoundedOutOfOrdernessWatermarks<>(outOfOrderness),
            idleAfter,
            context.getInputActivityClock()));
  }

  private record Generator(WatermarkGenerator<RowData> believed)
      implements WatermarkGenerator<RowData> {
    @Override
    public void onEvent(RowData decoded, long timestamp, WatermarkOutput output) {
      if (timestamp != NONE) {
        believed.onEvent(decoded, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      believed.onPeriodicEmit(output);
    }
  }
}
