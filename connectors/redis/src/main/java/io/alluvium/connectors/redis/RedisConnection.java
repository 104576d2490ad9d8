package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;

/**
 * Writes changes to Redis, a batch at a time, of which one may be under way while the next is
 * collected.
 */
final class RedisConnection implements AutoCloseable {
  private final RedisSinkConfig config;
  private final RedisTable table;
  private final RedisPipeline pipeline;
  private final ChangeEncoder encoder;
  private final DeadLetters deadLetters;

  /** Null where readers are not told. */
  @Nullable private final FreshnessCommands freshness;

  /** Null where there is no guard. */
  @Nullable private final WriterEpoch epoch;

  private final Map<RowKey, String> refused = new LinkedHashMap<>();
  private ChangeBatch underWay;
  private int writtenRows;
  private Optional<Instant> writtenAsOf = Optional.empty();

  /**
   * Which task of the sink it is.
   *
   * @param index from 0
   * @param restored of the writers that the job was restored from
   */
  record Task(int index, int count, Collection<WriterProgress> restored) {}

  /**
   * @throws IOException where the server cannot be reached
   * @throws StoreLostException where it has lost what the restored writers had written
   */
  RedisConnection(RedisSinkConfig config, RedisTable table, Task task) throws IOException {
    this.config = config;
    this.table = table;
    this.underWay = batch();
    RedisScripts scripts = RedisScripts.of(config.contents().layout());
    this.freshness =
        config.freshnessKey() == null
            ? null
            : new FreshnessCommands(scripts.freshness(), config.freshnessKey(), task);
    this.pipeline =
        new RedisPipeline(
            new RedisMasters(config.address(), config.link()), config.link(), scripts.all());
    this.deadLetters = new DeadLetters(pipeline, config.table(), config.deadLetterKey());
    boolean begun = false;
    try {
      if (config.guard() == WriteGuard.NONE) {
        pipeline.call(config.table(), new CommandBuffer().command(1).argument("PING"));
        this.epoch = null;
        this.encoder = new PlainChanges(config.contents());
      } else {
        this.epoch =
            WriterEpoch.begin(pipeline, scripts, config.table(), task.restored())
                .orElseThrow(
                    () -> new StoreLostException(config.address().toString(), config.table()));
        this.encoder = new GuardedChanges(config.contents(), scripts.newer(), epoch.number());
      }
      if (freshness != null) {
        takeBack(freshness);
      }
      begun = true;
    } catch (IOException e) {
      throw failure("cannot be used", e);
    } finally {
      if (!begun) {
        pipeline.close();
      }
    }
  }

  /** What former writers told readers, and may not be so any more. */
  private void takeBack(FreshnessCommands told) throws IOException {
    if (epoch == null || table.version() == null) {
      pipeline.call(told.key(), told.unchecked());
    }
    if (table.version() == null || !table.version().isTime()) {
      pipeline.call(told.key(), told.timeless());
    }
  }

  Optional<WriterProgress> progress() {
    return Optional.ofNullable(epoch).map(WriterEpoch::progress);
  }

  /** An empty one. */
  ChangeBatch batch() {
    return new ChangeBatch(config.guard());
  }

  /**
   * Sends changes, so that each row is made equal to its last one unless a newer one is there. They
   * are written when {@link #await} returns; those sent before are when this does. Where the store
   * has lost any since the last checkpoint, this or the next call fails.
   *
   * @return an empty batch, for the next changes; the given one is not to be used meanwhile
   * @throws IOException where those sent before are not written
   */
  ChangeBatch send(ChangeBatch batch) throws IOException {
    ChangeBatch empty = finish();
    Commands commands = new Commands();
    addFreshness(commands);
    encoder.encode(batch, commands, pipeline::slot);
    if (epoch != null) {
      epoch.note(commands);
    }
    pipeline.send(
        commands,
        (rows, answer) ->
            encoder.refusals(rows, answer, (row, reason) -> refused.put(row, reason)));
    underWay = batch;
    return empty;
  }

  /**
   * Waits until all that was sent is written, and tells readers.
   *
   * @throws IOException where the server did not take it after all retries
   */
  void await() throws IOException {
    finish();
    Commands commands = new Commands();
    addFreshness(commands);
    if (!commands.parts().isEmpty()) {
      pipeline.send(commands, (rows, answer) -> {});
      finish();
    }
  }

  /** Waits for what is under way, and returns its batch, which is empty then. */
  private ChangeBatch finish() throws IOException {
    try {
      pipeline.await();
    } catch (IOException e) {
      throw failure("did not take a batch of " + underWay.size() + " rows", e);
    }
    for (Map.Entry<RowKey, String> row : refused.entrySet()) {
      RowChange change = underWay.changes().get(row.getKey());
      putAside(
          row.getKey().toString(),
          row.getValue(),
          change.isDelete() ? "(deleted)" : table.values().describe(underWay.values(change)));
    }
    writtenRows += underWay.size() - refused.size();
    OptionalLong version = underWay.newest(refused.keySet());
    refused.clear();
    if (table.version() != null && version.isPresent()) {
      Optional<Instant> newest = table.version().time(version.getAsLong());
      if (writtenAsOf.isEmpty() || newest.isPresent() && newest.get().isAfter(writtenAsOf.get())) {
        writtenAsOf = newest;
      }
    }
    underWay.clear();
    return underWay;
  }

  /** Puts a row aside that cannot be written, or fails. Nothing may be under way. */
  void putAside(String place, String reason, String row) throws IOException {
    try {
      deadLetters.add(place, reason, row);
    } catch (UnwrittenRowException e) {
      throw e;
    } catch (IOException e) {
      throw failure("did not take a row for '" + config.deadLetterKey() + "'", e);
    }
  }

  /**
   * Waits until all that was sent is written, where that is asked for on replicas too, and tells
   * readers of the checkpoint.
   *
   * @param begun before which all that has come was sent
   * @throws IOException also where the store has lost any of it. Whether it still has what the
   *     job's last checkpoint names, the next connection finds out.
   */
  void checkpoint(Instant begun) throws IOException {
    await();
    try {
      if (epoch != null) {
        epoch.checkpoint();
      }
      if (config.replicas() > 0) {
        pipeline.awaitReplicas(config.replicas());
        if (epoch != null) {
          // A master that took over meanwhile, without all of it, speaks of its own replicas.
          epoch.confirm();
        }
      }
      if (freshness != null) {
        pipeline.call(freshness.key(), freshness.checked(begun));
      }
    } catch (IOException e) {
      throw failure("did not take a checkpoint", e);
    }
  }

  /** Only of rows that are written: it never promises what is not there. */
  private void addFreshness(Commands commands) {
    if (writtenRows > 0 && freshness != null) {
      CommandBuffer command = freshness.written(writtenRows, writtenAsOf);
      Commands.Part part = commands.part(pipeline.slot(freshness.key()));
      part.bytes().copy(command, 0, command.length());
      part.add(List.of());
    }
    writtenRows = 0;
    writtenAsOf = Optional.empty();
  }

  private IOException failure(String what, IOException cause) {
    String remedy =
        cause instanceof RespException refusal
            ? switch (refusal.kind()) {
              case SIGN_IN ->
                  "Check user and password of option 'uri', and what the user may do: the commands and"
                      + " keys are in the connector's page.";
              case LATER ->
                  "It was waited for. Give the server more memory, let it have more clients, or see"
                      + " its log; then the job goes on.";
              case LOST ->
                  "The server was emptied, came back without the last of what it had taken, or a"
                      + " replica took over that had not had it; the job goes back to its last checkpoint"
                      + " and writes it again.";
              default -> "Check option 'uri' and the server's log.";
            }
            : "Check option 'uri' and that the server runs.";
    return new IOException(
        "Redis at "
            + config.address()
            + " "
            + what
            + (cause instanceof RespException refusal && isFinal(refusal)
                ? ""
                : ", also not after " + config.link().maxRetries() + " retries")
            + ": "
            + cause.getMessage()
            + ". "
            + remedy,
        cause);
  }

  private static boolean isFinal(RespException refusal) {
    return switch (refusal.kind()) {
      case SIGN_IN, KEY, LOST, OTHER -> true;
      default -> false;
    };
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
