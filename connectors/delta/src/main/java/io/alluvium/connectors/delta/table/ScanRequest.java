package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;

/**
 * What the planner wants of a scan. Immutable, so that copies of a table source share it.
 *
 * @param filters of files, all of which hold
 * @param limit of rows
 * @param watermarks null where the source is to make none
 * @param aggregate rows that are the scan's whole result; null where the table is read
 * @param groupBy what is made of the rows that are read; null where they are wanted
 */
record ScanRequest(
    ScanColumns columns,
    List<FileFilter> filters,
    long limit,
    @Nullable WatermarkStrategy<RowData> watermarks,
    @Nullable Aggregate aggregate,
    @Nullable GroupBy groupBy) {

  static ScanRequest allOf(ScanColumns columns) {
    return new ScanRequest(columns, List.of(), Long.MAX_VALUE, null, null, null);
  }

  FileFilter filter() {
    return new FileFilter.And(filters);
  }

  ScanRequest withColumns(ScanColumns newColumns) {
    return new ScanRequest(newColumns, filters, limit, watermarks, aggregate, groupBy);
  }

  ScanRequest withFilters(List<FileFilter> further) {
    List<FileFilter> all = new ArrayList<>(filters);
    all.addAll(further);
    return new ScanRequest(columns, List.copyOf(all), limit, watermarks, aggregate, groupBy);
  }

  ScanRequest withLimit(long rows) {
    return new ScanRequest(columns, filters, rows, watermarks, aggregate, groupBy);
  }

  ScanRequest withWatermarks(WatermarkStrategy<RowData> strategy) {
    return new ScanRequest(columns, filters, limit, strategy, aggregate, groupBy);
  }

  ScanRequest withAggregate(Aggregate result) {
    return new ScanRequest(columns, filters, limit, watermarks, result, groupBy);
  }

  ScanRequest withGroupBy(GroupBy partialResults) {
    return new ScanRequest(columns, filters, limit, watermarks, aggregate, partialResults);
  }
}
