package io.alluvium.models.unittest.rows;

import io.alluvium.models.unittest.rows.CollectingTableSink.Takes;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** The connector of tables in unit tests: as sources they give rows, as sinks they collect them. */
public final class UnitTestTables implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  public static final String CONNECTOR = "alluvium-unit-test";

  public static final ConfigOption<String> TABLE =
      ConfigOptions.key("table")
          .stringType()
          .noDefaultValue()
          .withDescription("The name under which the job's parameters hold the rows.");

  public static final ConfigOption<Boolean> CHANGES =
      ConfigOptions.key("changes")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether rows may change or be deleted; otherwise they are only added.");

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    return new GivenTableSource(
        context.getCatalogTable().getOptions().get(TABLE.key()),
        context.getPhysicalRowDataType(),
        changes(context));
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    boolean keyed = context.getPrimaryKeyIndexes().length > 0;
    return new CollectingTableSink(
        context.getPhysicalRowDataType(),
        keyed ? Takes.UPSERTS : changes(context) ? Takes.ALL : Takes.INSERTS);
  }

  private static boolean changes(Context context) {
    return Boolean.parseBoolean(context.getCatalogTable().getOptions().get(CHANGES.key()));
  }

  @Override
  public String factoryIdentifier() {
    return CONNECTOR;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(TABLE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(CHANGES);
  }
}
