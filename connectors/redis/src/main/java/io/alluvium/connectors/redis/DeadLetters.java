package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.io.IOException;
import java.time.Instant;
import javax.annotation.Nullable;

/** What becomes of rows that cannot be written: they fail the job, or are put aside in a stream. */
final class DeadLetters {
  private static final int LONGEST_ROW = 64 << 10;

  private final RedisPipeline pipeline;
  private final String table;
  @Nullable private final String key;

  /**
   * @param key of the stream; null where such rows fail the job
   */
  DeadLetters(RedisPipeline pipeline, String table, @Nullable String key) {
    this.pipeline = pipeline;
    this.table = table;
    this.key = key;
  }

  /**
   * Puts a row aside.
   *
   * @param place of the row
   * @param row a text of it
   * @throws UnwrittenRowException where such rows fail the job
   */
  void add(String place, String reason, String row) throws IOException {
    if (key == null) {
      throw new UnwrittenRowException(table, place, reason);
    }
    CommandBuffer command =
        new CommandBuffer()
            .command(13)
            .argument("XADD")
            .argument(key)
            .argument("*")
            .argument("table")
            .argument(table)
            .argument("key")
            .argument(place)
            .argument("reason")
            .argument(reason)
            .argument("row")
            .argument(row.length() > LONGEST_ROW ? row.substring(0, LONGEST_ROW) : row)
            .argument("time")
            .argument(Instant.now().toString());
    pipeline.call(key, command);
  }
}
