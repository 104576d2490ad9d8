package io.alluvium.benchmarks.engines;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@link EventSocket} in SQL. */
public final class EventSocketFactory implements DynamicTableSourceFactory {
  static final String IDENTIFIER = "alluvium-bench-events";
  private static final ConfigOption<Integer> PORT =
      ConfigOptions.key("port").intType().noDefaultValue().withDescription("Of the sender.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PORT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    return new Events(helper.getOptions().get(PORT));
  }

  private record Events(int port) implements ScanTableSource {
    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    @SuppressWarnings("deprecation") // As the source itself.
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      SourceFunction<RowData> source = new EventSocket(port);
      return SourceFunctionProvider.of(source, false, 1);
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
