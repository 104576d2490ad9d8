package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.table.TableProperties;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Which of a SQL table's options a Delta table keeps, as its properties: those of the connector,
 * and those that are properties already.
 *
 * @param action what is tried, for messages
 * @param path the folder that the catalog gives the table
 */
record TableOptions(String action, ObjectPath table, String path) {
  private static final Set<String> OF_CONNECTOR =
      DeltaConnectorOptions.optional().stream()
          .map(ConfigOption::key)
          .collect(Collectors.toUnmodifiableSet());

  static boolean isKept(String option) {
    return OF_CONNECTOR.contains(option) || TableProperties.isProperty(option);
  }

  /** The options of a new table as properties. */
  Map<String, String> toProperties(Map<String, String> options) {
    Map<String, String> properties = new TreeMap<>();
    options.forEach(
        (option, value) -> {
          if (option.equals(FactoryUtil.CONNECTOR.key())) {
            requireDelta(value);
          } else if (!isOwnPath(option, value)) {
            requireSettable(option);
            properties.put(option, value);
          }
        });
    return properties;
  }

  /** What SHOW CREATE TABLE prints can be run again. */
  private boolean isOwnPath(String option, String value) {
    return option.equals(DeltaConnectorOptions.PATH.key()) && value.equals(path);
  }

  /**
   * @throws DeltaException where the user cannot give a table of the catalog this option
   */
  void requireSettable(String option) {
    if (!isKept(option)) {
      throw refused(unknown(option));
    }
  }

  private void requireDelta(String connector) {
    if (!connector.equals(DeltaConnectorOptions.IDENTIFIER)) {
      throw refused(
          "The catalog holds Delta tables only, not 'connector' = '"
              + connector
              + "'. Use CREATE TEMPORARY TABLE.");
    }
  }

  private static String unknown(String option) {
    if (option.equals(DeltaConnectorOptions.PATH.key())
        || option.equals(FactoryUtil.CONNECTOR.key())) {
      return "The catalog chooses the folder by the table's name. Leave out '"
          + option
          + "' (with LIKE, write EXCLUDING OPTIONS).";
    }
    return "There is no option '"
        + option
        + "'. Use those of the connector ("
        + String.join(", ", OF_CONNECTOR.stream().sorted().toList())
        + "), or table properties, which begin with 'delta.' or 'alluvium.'.";
  }

  private DeltaException refused(String reason) {
    return new DeltaException("Cannot " + action + " table " + table.getFullName() + ". " + reason);
  }
}
