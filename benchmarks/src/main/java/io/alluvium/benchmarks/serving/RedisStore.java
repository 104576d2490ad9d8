package io.alluvium.benchmarks.serving;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.Endpoint;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server of Redis as a leg looks at it: what is in there after a run. */
public final class RedisStore implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int SAMPLES = 1_000;

  private final RespSocket socket;

  public RedisStore(int port) throws IOException {
    this.socket = RespSocket.connect(new Endpoint("127.0.0.1", port), null, TIMEOUT);
  }

  /** Runs a command and returns its answer. */
  public Object call(String... parts) throws IOException {
    CommandBuffer command = new CommandBuffer().command(parts.length);
    for (String part : parts) {
      command.argument(part);
    }
    return socket.call(command);
  }

  /** Empties it, and lets it keep its data in memory only. */
  public void prepare() throws IOException {
    call("FLUSHALL");
    call("CONFIG", "SET", "appendonly", "no");
  }

  /**
   * Fails where it has not the last of the rows for each key, by a sample.
   *
   * @param rows that were written
   */
  public void requireLast(String side, long rows) throws IOException {
    for (long row = rows - KpiRows.KEYS; row < rows; row += KpiRows.KEYS / SAMPLES) {
      String key = KpiRows.PREFIX + KpiRows.name(row);
      Object readings = call("HGET", key, KpiRows.READINGS);
      List<?> fields = (List<?>) call("HKEYS", key);
      fields.remove("_version");
      if (!Long.toString(row).equals(readings) || fields.size() != 4) {
        throw new BenchmarkException(
            side + ": " + key + " has " + fields + " with " + readings + " instead of " + row);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
