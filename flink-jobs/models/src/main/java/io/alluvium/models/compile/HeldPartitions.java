package io.alluvium.models.compile;

import io.alluvium.definitions.Similar;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.PartitionBy;
import io.alluvium.models.project.Watermark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** The options of a table whose partitions are replaced when they are complete. */
final class HeldPartitions {
  private HeldPartitions() {}

  /** Late rows count, so nothing before the table may drop them. */
  static void requireLateRows(TableEnvironment tables, CompiledModel model) {
    if (QueryPlan.of(tables, model.sql()).hasClosingWindows()) {
      throw model
          .node()
          .model()
          .origin()
          .error(
              "the query has windows that close, after which Flink drops late rows, but with"
                  + " insert_overwrite they count; group by FLOOR(... TO HOUR) instead: the table"
                  + " holds a partition back until it is complete");
    }
  }

  static Map<String, String> options(CompiledModel model) {
    ModelConfig config = model.node().model().config();
    PartitionBy partitions = config.partitionBy().orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("write.overwrite-mode", "dynamic");
    options.put("write.hold.column", timeColumn(model, partitions));
    options.put("write.hold.span", partitions.granularity());
    config
        .watermark()
        .ifPresent(
            watermark -> {
              requireColumn(model, watermark);
              options.put("write.hold.time-column", watermark.column());
              options.put("write.hold.delay", watermark.duration().toSeconds() + " s");
            });
    // A partition that is replaced takes rows away, which readers must see.
    options.put("scan.changelog", "all");
    return options;
  }

  private static String timeColumn(CompiledModel model, PartitionBy partitions) {
    List<TableColumn> times =
        model.columns().stream()
            .filter(column -> partitions.columns().contains(column.name()))
            .filter(column -> isTime(column, partitions.field().isPresent()))
            .toList();
    if (times.size() != 1) {
      throw partitions
          .setting()
          .error(
              "must have one column that tells when a partition is complete, a DATE; or give it as"
                  + " {'field': ..., 'granularity': ...} with hour, day, month or year, a DATE or"
                  + " TIMESTAMP");
    }
    return times.get(0).name();
  }

  private static boolean isTime(TableColumn column, boolean isNamed) {
    LogicalTypeRoot root = column.type().getTypeRoot();
    return root == LogicalTypeRoot.DATE
        || (isNamed
            && (root == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
                || root == LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE));
  }

  private static void requireColumn(CompiledModel model, Watermark watermark) {
    List<String> names = model.columns().stream().map(TableColumn::name).toList();
    if (!names.contains(watermark.column())) {
      throw model
          .node()
          .model()
          .config()
          .setting(ConfigKey.WATERMARK)
          .orElseThrow()
          .error(
              "names '"
                  + watermark.column()
                  + "', which is no column of the query"
                  + Similar.hint(watermark.column(), names));
    }
  }
}
