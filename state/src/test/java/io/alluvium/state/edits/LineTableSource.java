package io.alluvium.state.edits;

import java.util.Arrays;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.types.RowKind;

/** A file of lines {@code op|value|value} as a table. */
final class LineTableSource implements ScanTableSource, SupportsProjectionPushDown {
  private final String path;
  private final DataType type;
  private final boolean changes;
  private final boolean upserts;
  private int[] columns;

  LineTableSource(String path, DataType type, boolean changes, boolean upserts) {
    this.path = path;
    this.type = type;
    this.changes = changes;
    this.upserts = upserts;
    this.columns = new int[type.getChildren().size()];
    Arrays.setAll(columns, i -> i);
  }

  @Override
  public ChangelogMode getChangelogMode() {
    if (upserts) {
      return ChangelogMode.newBuilder()
          .addContainedKind(RowKind.INSERT)
          .addContainedKind(RowKind.UPDATE_AFTER)
          .addContainedKind(RowKind.DELETE)
          .build();
    }
    return changes ? ChangelogMode.all() : ChangelogMode.insertOnly();
  }

  // The source of FLIP-27 would need a coordinator, splits and their serializers for the same.
  @SuppressWarnings("deprecation")
  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    LogicalTypeRoot[] types =
        type.getChildren().stream()
            .map(column -> column.getLogicalType().getTypeRoot())
            .toArray(LogicalTypeRoot[]::new);
    return SourceFunctionProvider.of(
        new FollowedLines(path, types, columns), /* isBounded= */ false);
  }

  @Override
  public boolean supportsNestedProjection() {
    return false;
  }

  @Override
  public void applyProjection(int[][] projected, DataType producedType) {
    columns = Projection.of(projected).toTopLevelIndexes();
  }

  @Override
  public DynamicTableSource copy() {
    LineTableSource copy = new LineTableSource(path, type, changes, upserts);
    copy.columns = columns.clone();
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "lines of " + path;
  }
}
