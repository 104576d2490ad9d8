package io.alluvium.cdc.pipeline;

import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.definitions.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * The section {@code source} of a pipeline.
 *
 * @param name what bronze rows name as {@code _source}
 * @param database of PostgreSQL; empty for MySQL, whose tables name theirs
 * @param specific settings of one kind of database, by their names in the file
 */
public record SourceDefinition(
    SourceType type,
    String name,
    String hostname,
    int port,
    String database,
    String username,
    Secret password,
    TablePatterns tables,
    Duration connectTimeout,
    int chunkSize,
    Duration heartbeatInterval,
    Map<String, String> specific)
    implements Serializable {

  public SourceDefinition {
    specific = Map.copyOf(specific);
  }

  /** A setting of one kind of database. */
  public String specific(String key, String defaultValue) {
    return specific.getOrDefault(key, defaultValue);
  }

  /** Host and port, for messages. */
  public String server() {
    return hostname + ":" + port;
  }
}
