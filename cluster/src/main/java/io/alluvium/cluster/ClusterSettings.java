package io.alluvium.cluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a cluster is started.
 *
 * @param profile the folder of the {@code config.yaml} that holds Flink's settings
 * @param overrides settings that count before those of the file
 * @param classPath of all processes
 * @param taskManagers how many; one or more
 * @param webPort of the REST interface and web UI; 0 for any free one
 * @param gatewayPort of the SQL gateway; 0 for any free one, less for no gateway
 * @param highAvailability whether jobs outlive the job manager's death
 */
public record ClusterSettings(
    Path profile,
    Map<String, String> overrides,
    String classPath,
    int taskManagers,
    int webPort,
    int gatewayPort,
    boolean highAvailability) {
  public ClusterSettings {
    overrides = Map.copyOf(overrides);
  }

  boolean hasGateway() {
    return gatewayPort >= 0;
  }
}
