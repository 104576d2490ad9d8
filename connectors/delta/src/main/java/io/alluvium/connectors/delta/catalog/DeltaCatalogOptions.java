package io.alluvium.connectors.delta.catalog;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of a catalog whose {@code 'type'} is {@code 'delta'}. */
@PublicEvolving
public final class DeltaCatalogOptions {
  public static final ConfigOption<String> PATH =
      ConfigOptions.key("path")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The lake's folder, a URI or an absolute local path. Its folders are the databases,"
                  + " and theirs that hold a _delta_log the tables.");

  public static final ConfigOption<String> DEFAULT_DATABASE =
      ConfigOptions.key("default-database")
          .stringType()
          .defaultValue("default")
          .withDescription("The database of names that have none. It need not have a folder yet.");

  private DeltaCatalogOptions() {}
}
