package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.ChangeWorkload;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@link ChangeBatches} in SQL, without a conversion between. */
public final class ChangeBatchesFactory implements DynamicTableSourceFactory {
  static final String IDENTIFIER = "alluvium-bench-changes";
  private static final ConfigOption<Integer> KEYS =
      ConfigOptions.key("keys").intType().noDefaultValue().withDescription("Rows loaded.");
  private static final ConfigOption<Integer> BATCHES =
      ConfigOptions.key("batches").intType().noDefaultValue().withDescription("Of changes.");
  private static final ConfigOption<Integer> BATCH_SIZE =
      ConfigOptions.key("batch-size")
          .intType()
          .noDefaultValue()
          .withDescription("Changes in each.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(KEYS, BATCHES, BATCH_SIZE);
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
    return new Changes(
        new ChangeWorkload(options.get(KEYS), options.get(BATCHES), options.get(BATCH_SIZE)));
  }

  private record Changes(ChangeWorkload workload) implements ScanTableSource {
    @Override
    public ChangelogMode getChangelogMode() {
      // Of all kinds, so that the planner does not keep the rows once more to make old ones up.
      return ChangelogMode.all();
    }

    @Override
    @SuppressWarnings("deprecation") // As the source itself.
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      return SourceFunctionProvider.of(new ChangeBatches(workload), false, 1);
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
