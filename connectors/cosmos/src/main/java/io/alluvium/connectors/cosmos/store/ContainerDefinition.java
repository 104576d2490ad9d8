package io.alluvium.connectors.cosmos.store;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the connector must know of a container.
 *
 * @param partitionPaths of its partition key, such as {@code /station}
 * @param timeToLive seconds that its items stay by default, -1 for ever; empty where none ever ends
 */
public record ContainerDefinition(List<String> partitionPaths, OptionalInt timeToLive) {}
