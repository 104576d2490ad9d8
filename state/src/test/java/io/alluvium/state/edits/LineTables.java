package io.alluvium.state.edits;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Tables that are files of lines: as sources they are followed, as sinks they grow. */
public final class LineTables implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  private static final ConfigOption<String> PATH =
      ConfigOptions.key("path").stringType().noDefaultValue();
  private static final ConfigOption<Boolean> CHANGES =
      ConfigOptions.key("changes").booleanType().defaultValue(false);
  private static final ConfigOption<Boolean> UPSERTS =
      ConfigOptions.key("upserts").booleanType().defaultValue(false);

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    return new LineTableSource(
        options(context).get(PATH),
        context.getPhysicalRowDataType(),
        options(context).get(CHANGES),
        options(context).get(UPSERTS));
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return new LineTableSink(
        options(context).get(PATH),
        context.getPhysicalRowDataType(),
        options(context).get(UPSERTS));
  }

  private org.apache.flink.configuration.ReadableConfig options(
      DynamicTableFactory.Context context) {
    return FactoryUtil.createTableFactoryHelper(this, context).getOptions();
  }

  @Override
  public String factoryIdentifier() {
    return "lines";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PATH);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(CHANGES, UPSERTS);
  }
}
