package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespError;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import javax.annotation.Nullable;

/** Writes changes with no look at what is there. A reader sees a row as it was or as it is. */
record PlainChanges(RedisSinkConfig.Contents contents) implements ChangeEncoder {
  private static final String OPERATION = "_op";
  private static final String ROW = "_row";

  @Override
  public void encode(ChangeBatch batch, Commands commands, ToIntFunction<String> slots) {
    batch
        .changes()
        .forEach(
            (row, change) -> {
              Rows to = new Rows(row, commands.part(slots.applyAsInt(row.key())));
              switch (contents.layout()) {
                case HASH -> hash(batch, change, to);
                case JSON -> json(batch, change, to);
                case SORTED_SET -> member(batch, change, to);
                case STREAM -> entry(batch, change, to);
              }
              if (!contents.timeToLive().isZero() && !change.isDelete()) {
                long millis = contents.timeToLive().toMillis();
                to.command(3, "PEXPIRE").argument(millis);
                if (contents.layout() == Layout.SORTED_SET) {
                  to.command(3, "PEXPIRE", CompanionKeys.rows(row.key())).argument(millis);
                }
              }
            });
  }

  /** Adds commands about a row. */
  private record Rows(RowKey row, Commands.Part part, List<RowKey> about) {
    Rows(RowKey row, Commands.Part part) {
      this(row, part, List.of(row));
    }

    CommandBuffer command(int arguments, String name) {
      return command(arguments, name, row.key());
    }

    CommandBuffer command(int arguments, String name, String key) {
      part.add(about);
      return part.bytes().command(arguments).argument(name).argument(key);
    }

    void alone(String name) {
      part.add(about);
      part.bytes().command(1).argument(name);
    }
  }

  /** Fields of other names stay. */
  private static void hash(ChangeBatch batch, RowChange change, Rows to) {
    if (change.isDelete()) {
      to.command(2, "DEL");
      return;
    }
    boolean both = change.absences() > 0;
    if (both) {
      to.alone("MULTI");
    }
    to.command(2 + change.values(), "HSET").copy(batch.bytes(), change.from(), change.absent());
    if (both) {
      to.command(2 + change.absences(), "HDEL").copy(batch.bytes(), change.absent(), change.to());
      to.alone("EXEC");
    }
  }

  private static void json(ChangeBatch batch, RowChange change, Rows to) {
    if (change.isDelete()) {
      to.command(2, "DEL");
    } else {
      to.command(3, "SET").copy(batch.bytes(), change.from(), change.absent());
    }
  }

  private static void member(ChangeBatch batch, RowChange change, Rows to) {
    String rows = CompanionKeys.rows(to.row().key());
    to.alone("MULTI");
    if (change.isDelete()) {
      to.command(3, "ZREM").argument(to.row().member());
      to.command(3, "HDEL", rows).argument(to.row().member());
    } else {
      List<String> values = batch.values(change);
      to.command(4, "ZADD").argument(values.get(0)).argument(to.row().member());
      to.command(4, "HSET", rows).argument(to.row().member()).argument(values.get(1));
    }
    to.alone("EXEC");
  }

  private void entry(ChangeBatch batch, RowChange change, Rows to) {
    boolean bounded = contents.streamMaxLength() > 0;
    int values = Math.max(0, change.values());
    CommandBuffer out = to.command((bounded ? 10 : 7) + values, "XADD");
    if (bounded) {
      out.argument("MAXLEN").argument("~").argument(contents.streamMaxLength());
    }
    out.argument("*")
        .argument(OPERATION)
        .argument(change.isDelete() ? "delete" : "put")
        .argument(ROW)
        .argument(to.row().member())
        .copy(batch.bytes(), change.from(), change.absent());
  }

  @Override
  public void refusals(
      List<RowKey> rows, @Nullable Object answer, BiConsumer<RowKey, String> refused) {
    if (answer instanceof RespError error) {
      rows.forEach(row -> refused.accept(row, error.message()));
    } else if (answer instanceof List<?> transaction) {
      transaction.forEach(each -> refusals(rows, each, refused));
    }
  }
}
