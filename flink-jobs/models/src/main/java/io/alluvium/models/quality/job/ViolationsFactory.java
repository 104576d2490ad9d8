package io.alluvium.models.quality.job;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The connector {@code rule-violations}: a table of {@code warnings}, {@code errors} (names of
 * rules, one a line), {@code reason} and {@code row_key}. It keeps nothing: a row with warnings is
 * counted and logged, a row with errors makes the job fail.
 */
public final class ViolationsFactory implements DynamicTableSinkFactory {
  public static final String IDENTIFIER = "rule-violations";

  private static final ConfigOption<String> MODEL =
      ConfigOptions.key("model")
          .stringType()
          .noDefaultValue()
          .withDescription("The model whose rows they are.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(MODEL);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    return new ViolationsTable(helper.getOptions().get(MODEL));
  }
}
