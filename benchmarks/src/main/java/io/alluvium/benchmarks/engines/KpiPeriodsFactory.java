package io.alluvium.benchmarks.engines;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@link KpiPeriods} in SQL, without a conversion between. */
public final class KpiPeriodsFactory implements DynamicTableSourceFactory {
  /** Of the rows, in SQL; the key is the name. */
  static final String COLUMNS =
      "name STRING NOT NULL, readings BIGINT, `state` STRING, mean DOUBLE";

  private static final String IDENTIFIER = "alluvium-bench-kpis";
  private static final ConfigOption<Long> ROWS =
      ConfigOptions.key("rows").longType().noDefaultValue().withDescription("In all.");
  private static final ConfigOption<Long> ROWS_PER_CHECKPOINT =
      ConfigOptions.key("rows-per-checkpoint")
          .longType()
          .noDefaultValue()
          .withDescription("0 for a source that emits nothing and does not end.");

  /**
   * The statement that makes such a table.
   *
   * @param rowsPerCheckpoint 0 for a source that emits nothing and does not end
   */
  static String createTable(String name, long rows, long rowsPerCheckpoint) {
    return "CREATE TABLE "
        + name
        + " ("
        + COLUMNS
        + ") WITH ('connector' = '"
        + IDENTIFIER
        + "', 'rows' = '"
        + rows
        + "', 'rows-per-checkpoint' = '"
        + rowsPerCheckpoint
        + "')";
  }

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(ROWS, ROWS_PER_CHECKPOINT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    return new Kpis(options.get(ROWS), options.get(ROWS_PER_CHECKPOINT));
  }

  private record Kpis(long rows, long rowsPerCheckpoint) implements ScanTableSource {
    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      return SourceProvider.of(new KpiPeriods(rows, rowsPerCheckpoint));
    }

    @Override
    public DynamicTableSource copy() {
      return this;
    }

    @Override
    public String asSummaryString() {
      return IDENTIFIER;
    }
  }
}
