package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the commands that tell readers how fresh a table is.
 *
 * @param key of the hash
 */
record FreshnessCommands(Script script, String key, RedisConnection.Task task) {

  /**
   * Takes back what a former writer told of the task's rows, where these may be as they were
   * before: until all is written again that came since the checkpoint that it starts from.
   */
  CommandBuffer unchecked() {
    return forget(Freshness.CHECKED_AT, "task:" + task.index());
  }

  /** Takes back what a former sink told whose version column was another, and a time. */
  CommandBuffer timeless() {
    return forget(Freshness.AS_OF);
  }

  private CommandBuffer forget(String... fields) {
    CommandBuffer command =
        new CommandBuffer().command(2 + fields.length).argument("HDEL").argument(key);
    for (String field : fields) {
      command.argument(field);
    }
    return command;
  }

  /** Tells of rows that are written. */
  CommandBuffer written(int rows, Optional<Instant> asOf) {
    return script.call(key, write(rows, asOf));
  }

  /** Tells that all changes of the task's rows before a time are written. */
  CommandBuffer checked(Instant before) {
    List<String> arguments = new ArrayList<>(write(0, Optional.empty()));
    arguments.add(text(before));
    arguments.add(Integer.toString(task.index()));
    arguments.add(Integer.toString(task.count()));
    return script.call(key, arguments);
  }

  private static List<String> write(int rows, Optional<Instant> asOf) {
    return List.of(
        text(Instant.now()), Integer.toString(rows), asOf.map(FreshnessCommands::text).orElse(""));
  }

  /** Of one length, so that texts are in the order of the times. */
  private static String text(Instant time) {
    return Freshness.TIME.format(time.truncatedTo(ChronoUnit.MILLIS));
  }
}
