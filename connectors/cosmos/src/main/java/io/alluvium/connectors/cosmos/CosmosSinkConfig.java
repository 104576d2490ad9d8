package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.ContainerCreation;
import io.alluvium.connectors.cosmos.store.EntraIdentity;
import io.alluvium.connectors.cosmos.store.SecretSource;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * The settings of a sink, checked.
 *
 * @param creation how the container is made; null where it must be there
 * @param table what its epoch is counted under: the prefix of its ids, else the container
 * @param requestUnitsPerSecond of all tasks together; 0 for no bound
 */
record CosmosSinkConfig(
    ContainerAddress address,
    Authentication authentication,
    @Nullable ContainerCreation creation,
    String table,
    @Nullable String freshnessId,
    @Nullable String deadLetterContainer,
    int requestUnitsPerSecond,
    Flush flush,
    Retries retries)
    implements Serializable {
  private static final long LARGEST_ITEM = 2L << 20;

  /** When changes are sent. */
  record Flush(int maxRows, long maxBytes, long maxItemBytes, Duration interval)
      implements Serializable {}

  /** How patient a writer is. */
  record Retries(int max, Duration interval) implements Serializable {}

  static CosmosSinkConfig of(ReadableConfig options) {
    String container = options.get(CosmosConnectorOptions.CONTAINER);
    long largest = options.get(CosmosConnectorOptions.MAX_ITEM_SIZE).getBytes();
    if (largest > LARGEST_ITEM) {
      throw new ValidationException(
          "Option 'max-item-size' must be at most 2 mb, which Cosmos DB takes.");
    }
    return new CosmosSinkConfig(
        address(options, container),
        authentication(options),
        creation(options),
        options.getOptional(CosmosConnectorOptions.ID_PREFIX).orElse(container),
        options.get(CosmosConnectorOptions.FRESHNESS_ID),
        options.get(CosmosConnectorOptions.DEAD_LETTER_CONTAINER),
        atLeast(options, CosmosConnectorOptions.REQUEST_UNITS, 0),
        new Flush(
            atLeast(options, CosmosConnectorOptions.FLUSH_MAX_ROWS, 1),
            options.get(CosmosConnectorOptions.FLUSH_MAX_SIZE).getBytes(),
            largest,
            atLeastOneMilli(options, CosmosConnectorOptions.FLUSH_INTERVAL)),
        new Retries(
            atLeast(options, CosmosConnectorOptions.MAX_RETRIES, 0),
            options.get(CosmosConnectorOptions.RETRY_INTERVAL)));
  }

  @Nullable
  private static ContainerCreation creation(ReadableConfig options) {
    if (!options.get(CosmosConnectorOptions.CREATE)) {
      return null;
    }
    List<String> columns =
        options
            .getOptional(CosmosConnectorOptions.PARTITION_KEY_COLUMNS)
            .orElse(List.of(ItemProperties.ID));
    return new ContainerCreation(columns.stream().map(column -> "/" + column).toList());
  }

  private static ContainerAddress address(ReadableConfig options, String container) {
    try {
      return new ContainerAddress(
          options.get(CosmosConnectorOptions.ENDPOINT),
          options.get(CosmosConnectorOptions.DATABASE),
          container,
          options.get(CosmosConnectorOptions.CONNECTION_MODE) == ConnectionMode.DIRECT,
          atLeastOneMilli(options, CosmosConnectorOptions.TIMEOUT));
    } catch (IllegalArgumentException e) {
      throw new ValidationException("Option 'endpoint': " + e.getMessage() + ".");
    }
  }

  private static Authentication authentication(ReadableConfig options) {
    if (options.get(CosmosConnectorOptions.AUTHENTICATION) == AuthenticationKind.ENTRA_ID) {
      return new Authentication.EntraId(
          new EntraIdentity(
              options.get(CosmosConnectorOptions.ENTRA_TENANT),
              options.get(CosmosConnectorOptions.ENTRA_CLIENT),
              options.get(CosmosConnectorOptions.ENTRA_AUTHORITY),
              options.get(CosmosConnectorOptions.ENTRA_TOKEN_FILE),
              secret(
                  options,
                  CosmosConnectorOptions.ENTRA_SECRET_FILE,
                  CosmosConnectorOptions.ENTRA_SECRET_ENVIRONMENT)));
    }
    SecretSource key =
        secret(options, CosmosConnectorOptions.KEY_FILE, CosmosConnectorOptions.KEY_ENVIRONMENT);
    if (key == null) {
      throw new ValidationException(
          "A Cosmos DB table needs option 'key.file' or 'key.environment', or 'authentication' ="
              + " 'entra-id'.");
    }
    return new Authentication.Key(key);
  }

  @Nullable
  private static SecretSource secret(
      ReadableConfig options, ConfigOption<String> file, ConfigOption<String> environment) {
    if (options.get(file) != null) {
      return new SecretSource(file.key(), options.get(file), null);
    }
    return options.get(environment) == null
        ? null
        : new SecretSource(environment.key(), null, options.get(environment));
  }

  private static int atLeast(ReadableConfig options, ConfigOption<Integer> option, int least) {
    int value = options.get(option);
    if (value < least) {
      throw new ValidationException(
          "Option '" + option.key() + "' must be at least " + least + ", not " + value + ".");
    }
    return value;
  }

  private static Duration atLeastOneMilli(ReadableConfig options, ConfigOption<Duration> option) {
    Duration value = options.get(option);
    if (value.toMillis() < 1) {
      throw new ValidationException("Option '" + option.key() + "' must be at least 1 ms.");
    }
    return value;
  }
}
