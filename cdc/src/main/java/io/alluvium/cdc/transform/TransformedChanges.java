package io.alluvium.cdc.transform;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/** Applies the first transform that takes a table to its changes. */
public final class TransformedChanges implements ChangeConversion {
  private static final long serialVersionUID = 1L;

  private final List<Transform> transforms;
  private final ChangeConversion next;
  private transient Map<TableName, Optional<RowTransform>> byTable;

  public TransformedChanges(List<Transform> transforms, ChangeConversion next) {
    this.transforms = new ArrayList<>(transforms);
    this.next = next;
  }

  /** The table as bronze gets it. */
  public static CapturedTable table(CapturedTable table, List<Transform> transforms) {
    return of(table.name(), table.columns(), transforms)
        .map(transform -> new CapturedTable(table.name(), transform.result(), table.key()))
        .orElse(table);
  }

  private static Optional<RowTransform> of(
      TableName table, RowType columns, List<Transform> transforms) {
    return transforms.stream()
        .filter(transform -> transform.sourceTable().matches(table))
        .findFirst()
        .map(transform -> new RowTransform(columns, transform));
  }

  @Override
  public void convert(CapturedChange change, Collector<RoutedRow> out) {
    if (byTable == null) {
      byTable = new HashMap<>();
    }
    Optional<RowTransform> transform = byTable.get(change.table());
    if (transform == null || (transform.isPresent() && !transform.get().isFor(change.columns()))) {
      transform = of(change.table(), change.columns(), transforms);
      byTable.put(change.table(), transform);
    }
    CapturedChange transformed = transform.isPresent() ? transform.get().apply(change) : change;
    if (transformed != null) {
      next.convert(transformed, out);
    }
  }
}
