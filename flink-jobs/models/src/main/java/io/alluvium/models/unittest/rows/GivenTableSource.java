package io.alluvium.models.unittest.rows;

import java.util.Arrays;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table of given rows. Those of each task come in their order. */
final class GivenTableSource implements ScanTableSource, LookupTableSource {
  private final String table;
  private final DataType type;
  private final boolean changes;

  /**
   * @param changes whether rows may change or be deleted
   */
  GivenTableSource(String table, DataType type, boolean changes) {
    this.table = table;
    this.type = type;
    this.changes = changes;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return changes ? ChangelogMode.all() : ChangelogMode.insertOnly();
  }

  // The source of FLIP-27 would need a coordinator, splits and their serializers for the same.
  @SuppressWarnings("deprecation")
  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    SourceFunction<RowData> rows =
        new GivenRowsFunction(table, context.createDataStructureConverter(type));
    return SourceFunctionProvider.of(rows, /* isBounded= */ true);
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    int[] keys = Arrays.stream(context.getKeys()).mapToInt(path -> path[0]).toArray();
    return LookupFunctionProvider.of(
        new GivenLookupFunction(table, type, keys, context.createDataStructureConverter(type)));
  }

  @Override
  public DynamicTableSource copy() {
    return new GivenTableSource(table, type, changes);
  }

  @Override
  public String asSummaryString() {
    return "given rows of " + table;
  }
}
