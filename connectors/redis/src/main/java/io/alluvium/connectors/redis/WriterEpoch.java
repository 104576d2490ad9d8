package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A start of a writer, as the store knows it. The store itself counts the epochs of a table, so
 * that they rise whatever a job was restored from, and is told of batches and checkpoints, so that
 * it is found out where it has lost them.
 */
final class WriterEpoch {
  /** Of the starts of a table's writers; older savepoints cannot be restored. */
  private static final int REMEMBERED = 10_000;

  private final RedisPipeline pipeline;
  private final RedisScripts scripts;
  private final String progressKey;
  private final long number;
  private long checkpoints;
  private long batches;

  private WriterEpoch(
      RedisPipeline pipeline, RedisScripts scripts, String progressKey, long number) {
    this.pipeline = pipeline;
    this.scripts = scripts;
    this.progressKey = progressKey;
    this.number = number;
  }

  /** What the store knows of the starts of a table's writers. */
  static String progressKey(String table) {
    return "progress:" + table;
  }

  /**
   * Begins the next epoch of the table.
   *
   * @param restored of the writers that the job was restored from
   * @return empty where the store has lost what these had written
   */
  static Optional<WriterEpoch> begin(
      RedisPipeline pipeline,
      RedisScripts scripts,
      String table,
      Collection<WriterProgress> restored)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(REMEMBERED));
    for (WriterProgress progress : restored) {
      arguments.add(Long.toString(progress.epoch()));
      arguments.add(Long.toString(progress.checkpoints()));
    }
    String key = progressKey(table);
    long number = (Long) pipeline.call(key, scripts.epoch().call(key, arguments));
    return number == 0
        ? Optional.empty()
        : Optional.of(new WriterEpoch(pipeline, scripts, key, number));
  }

  long number() {
    return number;
  }

  /**
   * Adds behind a batch what notes it in the store. A server that has lost the batch before refuses
   * that: it came back from what it had on its disk, or is a replica that had not had the batch
   * yet. What servers lose is the last of what they were sent, so that those they know of are
   * there.
   */
  void note(Commands batch) {
    batches++;
    CommandBuffer command =
        scripts.batch().call(progressKey, List.of(Long.toString(number), Long.toString(batches)));
    Commands.Part part = batch.part(pipeline.slot(progressKey));
    part.bytes().copy(command, 0, command.length());
    part.add(List.of());
  }

  /**
   * Notes in the store that all changes up to here are written.
   *
   * @throws RespException where the store has lost any of them
   */
  void checkpoint() throws IOException {
    tell(checkpoints);
    checkpoints++;
  }

  /**
   * Finds out whether the store still has the last checkpoint, and all before it.
   *
   * @throws RespException where it has not
   */
  void confirm() throws IOException {
    tell(checkpoints - 1);
  }

  private void tell(long before) throws IOException {
    List<String> arguments =
        List.of(Long.toString(number), Long.toString(before), Long.toString(batches));
    pipeline.call(progressKey, scripts.checkpoint().call(progressKey, arguments));
  }

  /** What the store was told. */
  WriterProgress progress() {
    return new WriterProgress(number, checkpoints);
  }
}
