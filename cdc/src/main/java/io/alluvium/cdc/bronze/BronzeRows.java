package io.alluvium.cdc.bronze;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/**
 * Makes the bronze row of a change.
 *
 * <p>A delete has the columns that the source gives of the row before, its key at least. {@code
 * _before} leaves out what is null, since the source may have left it out.
 */
public final class BronzeRows implements ChangeConversion {
  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final String sourceName;
  private final BronzeNames names;
  private final Clock clock;
  private transient StringData source;
  private transient Map<TableName, Target> targets;

  /** Where the rows of a table go, and how they last looked; that seldom changes. */
  private static final class Target {
    private final String table;
    private BronzeLayout layout;

    Target(String table) {
      this.table = table;
    }

    BronzeLayout layout(RowType columns) {
      if (layout == null || !layout.isFor(columns)) {
        layout = new BronzeLayout(columns);
      }
      return layout;
    }
  }

  /**
   * @param sourceName what bronze names as {@code _source}
   */
  public BronzeRows(String sourceName, BronzeNames names) {
    this(sourceName, names, Clock.systemUTC());
  }

  BronzeRows(String sourceName, BronzeNames names, Clock clock) {
    this.sourceName = sourceName;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public void convert(CapturedChange change, Collector<RoutedRow> out) {
    if (targets == null) {
      targets = new HashMap<>();
      source = StringData.fromString(sourceName);
    }
    Target target = targets.get(change.table());
    if (target == null) {
      target = new Target(names.of(change.table()));
      targets.put(change.table(), target);
    }
    BronzeLayout layout = target.layout(change.columns());
    out.collect(new RoutedRow(target.table, layout.rowType(), row(change, layout)));
  }

  private RowData row(CapturedChange change, BronzeLayout layout) {
    RowData values = change.row();
    BitSet unavailable = change.unavailable();
    if (unavailable != null && change.before() != null && values != null) {
      Completion completion = new Completion(change.columns(), unavailable);
      values = completion.complete(values, change.before());
      unavailable = completion.missing();
    }
    if (values == null) {
      values = change.operation() == Operation.DELETE ? change.before() : null;
    }
    GenericRowData metadata = new GenericRowData(BronzeColumns.METADATA.size());
    metadata.setField(0, change.operation().data());
    metadata.setField(
        1,
        change.before() == null ? null : StringData.fromString(layout.json().of(change.before())));
    metadata.setField(2, source);
    metadata.setField(3, StringData.fromString(change.position()));
    metadata.setField(4, change.sequence());
    metadata.setField(5, instant(change.sourceMicros()));
    metadata.setField(6, TimestampData.fromEpochMillis(clock.millis()));
    metadata.setField(
        7,
        StringData.fromString(
            layout.json().rescued(values, layout.withoutColumn(), change.unfit(), unavailable)));
    return new JoinedRowData(values == null ? layout.empty() : layout.project(values), metadata);
  }

  @Nullable
  private static TimestampData instant(long micros) {
    return micros == 0
        ? null
        : TimestampData.fromEpochMillis(
            Math.floorDiv(micros, MICROS_PER_MILLI),
            (int) Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO);
  }
}
