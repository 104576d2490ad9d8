package io.alluvium.connectors.postgres.split;

import io.alluvium.connectors.postgres.TableName;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A part of a table's rows.
 *
 * @param table as which the rows are emitted
 * @param relation that is read: the table, or one of its partitions
 * @param range of the rows
 * @param snapshot that the database was asked to keep; null for none
 */
@Internal
public record SnapshotSplit(
    String splitId, TableName table, TableName relation, Range range, @Nullable String snapshot)
    implements PostgresSplit {

  /** Which rows of a relation are meant. */
  public sealed interface Range permits Whole, Keys, Blocks {}

  /** All rows, which are emitted with no checkpoint in between. */
  public record Whole() implements Range {}

  /**
   * Rows by their key, as it is in any snapshot.
   *
   * @param columns of the key
   * @param after the key that the range begins behind, which moves with what was emitted; texts of
   *     the columns, or empty for the first
   * @param upTo the last key that may be in it; empty for the last one of the table
   */
  public record Keys(List<String> columns, List<String> after, List<String> upTo) implements Range {
    public Keys {
      columns = List.copyOf(columns);
      after = List.copyOf(after);
      upTo = List.copyOf(upTo);
    }
  }

  /**
   * Rows by their place, of a table without a key. All ranges of a table are of one snapshot: in
   * another, a row may have moved from one to the other.
   *
   * @param from first block
   * @param to behind the last block; -1 for the table's end
   * @param ranges of the table
   */
  public record Blocks(long from, long to, int ranges) implements Range {}

  public SnapshotSplit {
    Objects.requireNonNull(splitId);
  }

  public SnapshotSplit in(@Nullable String name) {
    return new SnapshotSplit(splitId, table, relation, range, name);
  }

  public SnapshotSplit with(Range other) {
    return new SnapshotSplit(splitId, table, relation, other, snapshot);
  }
}
