package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import javax.annotation.Nullable;

/**
 * Writes those changes that are newer than what is there: by their version, and where that is the
 * same by the writer's epoch and the number of the batch. So a batch that was given up for lost is
 * not heard when it comes by an old connection behind newer ones.
 */
final class GuardedChanges implements ChangeEncoder {
  /** A script does so many rows and no more: the server does nothing else meanwhile. */
  private static final int ROWS_PER_SCRIPT = 100;

  private static final int KEYS_PER_ROW = 2;

  /** More than a million batches a millisecond no writer sends. */
  private static final int BATCHES_PER_MILLI_BITS = 20;

  private static final byte[] NOTHING = new byte[0];

  private final RedisSinkConfig.Contents contents;
  private final Script script;

  /**
   * Larger in each batch, and in each start of a writer: the store counts these in milliseconds.
   */
  private long stamp;

  GuardedChanges(RedisSinkConfig.Contents contents, Script script, long epoch) {
    this.contents = contents;
    this.script = script;
    this.stamp = epoch << BATCHES_PER_MILLI_BITS;
  }

  @Override
  public void encode(ChangeBatch batch, Commands commands, ToIntFunction<String> slots) {
    stamp++;
    // The rows of one script are of one slot, and where a key holds many, of one key.
    Map<Object, List<RowKey>> groups = new LinkedHashMap<>();
    for (RowKey row : batch.changes().keySet()) {
      Object group =
          contents.layout().hasMembers() ? row.key() : (Object) slots.applyAsInt(row.key());
      List<RowKey> rows = groups.computeIfAbsent(group, first -> new ArrayList<>());
      rows.add(row);
      if (rows.size() == ROWS_PER_SCRIPT) {
        groups.remove(group);
        add(batch, rows, commands.part(slots.applyAsInt(row.key())));
      }
    }
    for (List<RowKey> rows : groups.values()) {
      add(batch, rows, commands.part(slots.applyAsInt(rows.get(0).key())));
    }
  }

  private void add(ChangeBatch batch, List<RowKey> rows, Commands.Part part) {
    boolean members = contents.layout().hasMembers();
    List<String> shared =
        members ? CompanionKeys.all(contents.layout(), rows.get(0).key()) : List.of();
    int keys = members ? shared.size() : KEYS_PER_ROW * rows.size();
    int arguments = 4 + (members ? 3 : 2) * rows.size();
    for (RowKey row : rows) {
      arguments += Math.max(0, batch.changes().get(row).values());
    }
    CommandBuffer out = part.bytes().command(3 + keys + arguments);
    script.begin(out, keys);
    shared.forEach(out::argument);
    if (!members) {
      for (RowKey row : rows) {
        out.argument(row.key()).argument(CompanionKeys.version(row.key()));
      }
    }
    out.hexArgument(RowVersion.ordered(stamp))
        .argument(contents.timeToLive().toMillis())
        .argument(contents.tombstoneTimeToLive().toMillis())
        .argument(contents.streamMaxLength());
    for (RowKey row : rows) {
      RowChange change = batch.changes().get(row);
      if (members) {
        out.argument(row.member());
      }
      if (change.versioned()) {
        out.hexArgument(RowVersion.ordered(change.version()));
      } else {
        out.argument(NOTHING);
      }
      out.argument(change.values()).copy(batch.bytes(), change.from(), change.absent());
    }
    part.add(rows);
  }

  /** The script answers how many rows it took, then number and reason of each that it refused. */
  @Override
  public void refusals(
      List<RowKey> rows, @Nullable Object answer, BiConsumer<RowKey, String> refused) {
    if (answer instanceof List<?> parts) {
      for (int i = 1; i < parts.size(); i += 2) {
        refused.accept(rows.get((int) (long) parts.get(i) - 1), parts.get(i + 1).toString());
      }
    } else if (answer instanceof RespError error) {
      rows.forEach(row -> refused.accept(row, error.message()));
    }
  }
}
