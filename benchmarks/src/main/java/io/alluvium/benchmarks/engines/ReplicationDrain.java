package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/**
 * The limit of following changes: receives what the server sends and drops it. Parameters: {@code
 * url}, {@code user}, {@code password}, {@code slot} (which is there), {@code publication}, {@code
 * changes} (after which it ends).
 */
public final class ReplicationDrain implements Engine {

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, parameters.get("user"));
    PGProperty.PASSWORD.set(properties, parameters.get("password"));
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    long left = Long.parseLong(parameters.get("changes"));
    try (Connection connection = DriverManager.getConnection(parameters.get("url"), properties);
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(parameters.get("slot"))
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", parameters.get("publication"))
                .withSlotOption("binary", "true")
                .start()) {
      while (left > 0) {
        ByteBuffer message = stream.read();
        byte kind = message.get(message.position());
        if (kind == 'I' || kind == 'U' || kind == 'D') {
          left--;
        }
      }
    }
    return Map.of();
  }
}
