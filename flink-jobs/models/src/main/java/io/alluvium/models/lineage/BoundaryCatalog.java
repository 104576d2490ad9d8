package io.alluvium.models.lineage;

import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;

/**
 * Tables that are planned with and never read. The planner expands views; where a view is such a
 * table instead, a query's origins end at the model that it reads.
 */
final class BoundaryCatalog extends GenericInMemoryCatalog {
  static final String CONNECTOR = "boundary";

  BoundaryCatalog(String name) {
    super(name);
  }

  @Override
  public boolean supportsManagedTable() {
    return false;
  }

  @Override
  public Optional<Factory> getFactory() {
    return Optional.of(new BoundaryFactory());
  }

  private static final class BoundaryFactory implements DynamicTableSourceFactory {
    @Override
    public String factoryIdentifier() {
      return CONNECTOR;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
      return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
      return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
      return new BoundarySource();
    }
  }

  private static final class BoundarySource implements ScanTableSource {
    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      return () -> false;
    }

    @Override
    public DynamicTableSource copy() {
      return this;
    }

    @Override
    public String asSummaryString() {
      return CONNECTOR;
    }
  }
}
