package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceSplit;

/** What a reader reads: a part of a table as it is, or the log from a place on. */
sealed interface MySqlSplit extends SourceSplit {
  String STREAM_ID = "stream";

  /**
   * Rows of a table, by their key.
   *
   * @param key column that the bounds are of; null for the whole table
   * @param above the rows' key is greater, as SQL; null for no bound
   * @param upTo the rows' key is not greater, as SQL; null for no bound
   * @param done whether its rows have been given
   */
  record Chunk(
      int number,
      TableName table,
      @Nullable String key,
      @Nullable String above,
      @Nullable String upTo,
      boolean done)
      implements MySqlSplit {
    @Override
    public String splitId() {
      return "chunk-" + number;
    }

    Chunk asDone() {
      return new Chunk(number, table, key, above, upTo, true);
    }
  }

  /** The log. */
  record Stream(StreamProgress progress) implements MySqlSplit {
    @Override
    public String splitId() {
      return STREAM_ID;
    }
  }
}
