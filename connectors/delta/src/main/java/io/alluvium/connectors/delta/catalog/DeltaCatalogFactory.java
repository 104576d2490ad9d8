package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes catalogs of {@code 'type' = 'delta'}. */
@Internal
public final class DeltaCatalogFactory implements CatalogFactory {

  @Override
  public String factoryIdentifier() {
    return DeltaConnectorOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(DeltaCatalogOptions.PATH);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(DeltaCatalogOptions.DEFAULT_DATABASE);
  }

  @Override
  public Catalog createCatalog(Context context) {
    FactoryUtil.CatalogFactoryHelper helper = FactoryUtil.createCatalogFactoryHelper(this, context);
    helper.validate();
    return new DeltaCatalog(
        context.getName(),
        helper.getOptions().get(DeltaCatalogOptions.DEFAULT_DATABASE),
        helper.getOptions().get(DeltaCatalogOptions.PATH));
  }
}
