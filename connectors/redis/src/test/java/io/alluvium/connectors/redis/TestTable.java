package io.alluvium.connectors.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import javax.annotation.Nullable;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.redisson.api.RBatch;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;

/** A table {@code (board, name, version, value)} with a key of two columns, in any layout. */
record TestTable(Layout layout, RedisSinkConfig config, RedisTable table) {
  private static final RowType TYPE =
      RowType.of(
          new org.apache.flink.table.types.logical.LogicalType[] {
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            new BigIntType(),
            VarCharType.STRING_TYPE
          },
          new String[] {"board", "name", "version", "value"});

  /** A change of a row; of no version and no value where these are null. */
  record Change(RowKind kind, String board, String name, @Nullable Long version, String value) {
    static Change put(String board, String name, @Nullable Long version, String value) {
      return new Change(RowKind.UPDATE_AFTER, board, name, version, value);
    }

    static Change delete(String board, String name, @Nullable Long version) {
      return new Change(RowKind.DELETE, board, name, version, "");
    }

    RowData row() {
      return GenericRowData.ofKind(
          kind,
          StringData.fromString(board),
          StringData.fromString(name),
          version,
          StringData.fromString(value));
    }
  }

  /** With quick retries; options come in place of its own. */
  static TestTable of(String uri, Layout layout, Map<String, String> options) {
    Configuration configuration = new Configuration();
    configuration.set(RedisConnectorOptions.URI, uri);
    configuration.set(RedisConnectorOptions.LAYOUT, layout);
    configuration.set(RedisConnectorOptions.VERSION_COLUMN, "version");
    configuration.set(RedisConnectorOptions.MAX_RETRIES, 300);
    configuration.set(RedisConnectorOptions.RETRY_INTERVAL, Duration.ofMillis(20));
    configuration.set(RedisConnectorOptions.TIMEOUT, Duration.ofSeconds(5));
    if (layout.hasMembers()) {
      configuration.set(RedisConnectorOptions.KEY_TEMPLATE, "t:{board}");
    } else {
      configuration.set(RedisConnectorOptions.KEY_PREFIX, "t");
    }
    if (layout == Layout.SORTED_SET) {
      configuration.set(RedisConnectorOptions.SCORE_COLUMN, "version");
    }
    options.forEach(configuration::setString);
    RedisTables.Keys keys = RedisTables.keys(configuration, List.of("board", "name"), "t");
    return new TestTable(
        layout,
        RedisSinkConfig.of(configuration, keys.key().toString()),
        RedisTables.of(configuration, TYPE, keys));
  }

  /** The same, where no column tells which of two changes is newer. */
  TestTable withoutVersions() {
    return new TestTable(
        layout,
        config,
        new RedisTable(
            table.key(), table.member(), table.keyFields(), table.values(), null, table.text()));
  }

  RedisConnection connect() throws IOException {
    return connect(List.of());
  }

  RedisConnection connect(List<WriterProgress> restored) throws IOException {
    return connect(new RedisConnection.Task(0, 1, restored));
  }

  RedisConnection connect(RedisConnection.Task task) throws IOException {
    try {
      table.values().open();
    } catch (Exception e) {
      throw new IOException(e);
    }
    return new RedisConnection(config, table, task);
  }

  /** A writer whose batches are not sent by time, which stands still. */
  RedisWriter writer() throws IOException {
    return new RedisWriter(table, config.flush(), connect(), new NoTimers(), new SimpleCounter());
  }

  private static final class NoTimers implements ProcessingTimeService {
    @Override
    public long getCurrentProcessingTime() {
      return 0;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
      return null;
    }
  }

  ChangeBatch batch(Iterable<Change> changes) {
    ChangeBatch batch = new ChangeBatch(config.guard());
    for (Change change : changes) {
      try {
        RowData row = change.row();
        batch.put(table.key(row), table.change(row, batch.bytes()));
      } catch (UnfitRowException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return batch;
  }

  /** Writes changes and waits for it. */
  void write(RedisConnection connection, Change... changes) throws IOException {
    write(connection, List.of(changes));
  }

  void write(RedisConnection connection, Iterable<Change> changes) throws IOException {
    connection.send(batch(changes));
    connection.await();
  }

  /** The values of the rows, by {@code board:name}, as a reader has them. */
  Map<String, String> contents(RedissonClient redis) {
    Map<String, String> contents = new HashMap<>();
    List<String> keys =
        redis.getKeys().getKeysStream().filter(key -> key.startsWith("t:")).toList();
    switch (layout) {
      case HASH -> {
        List<?> values =
            each(redis, keys, (batch, key) -> batch.<String, String>getMap(key).getAsync("value"));
        for (int i = 0; i < keys.size(); i++) {
          contents.put(keys.get(i).substring(2), String.valueOf(values.get(i)));
        }
      }
      case JSON -> {
        List<?> values = each(redis, keys, (batch, key) -> batch.<String>getBucket(key).getAsync());
        for (int i = 0; i < keys.size(); i++) {
          contents.put(keys.get(i).substring(2), valueOf(String.valueOf(values.get(i))));
        }
      }
      case SORTED_SET -> {
        for (String key : keys) {
          Map<String, String> rows =
              redis.<String, String>getMap(CompanionKeys.rows(key)).readAllMap();
          for (String member : redis.<String>getScoredSortedSet(key).readAll()) {
            contents.put(key.substring(2) + ":" + member, valueOf(rows.remove(member)));
          }
          rows.forEach((member, row) -> contents.put(member + " has no score", row));
        }
      }
      case STREAM -> {
        for (String key : keys) {
          fold(redis.getStream(key), key.substring(2), contents);
        }
      }
    }
    return contents;
  }

  private static void fold(
      RStream<String, String> stream, String board, Map<String, String> contents) {
    stream
        .range(StreamMessageId.MIN, StreamMessageId.MAX)
        .values()
        .forEach(
            entry -> {
              String row = board + ":" + entry.get("_row");
              if (entry.get("_op").equals("delete")) {
                contents.remove(row);
              } else {
                contents.put(row, entry.get("value"));
              }
            });
  }

  private interface Read {
    void of(RBatch batch, String key);
  }

  private static List<?> each(RedissonClient redis, List<String> keys, Read read) {
    RBatch batch = redis.createBatch();
    keys.forEach(key -> read.of(batch, key));
    return keys.isEmpty() ? List.of() : batch.execute().getResponses();
  }

  private static String valueOf(String json) {
    String field = "\"value\":\"";
    int begin = json.indexOf(field) + field.length();
    return json.substring(begin, json.indexOf('"', begin));
  }
}
