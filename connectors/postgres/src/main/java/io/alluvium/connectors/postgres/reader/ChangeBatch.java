package io.alluvium.connectors.postgres.reader;

import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Changes of one split that are handed to the reader together, and emitted together. */
@Internal
public final class ChangeBatch {
  private static final int INITIAL_CAPACITY = 256;

  private TableSchema[] schemas = new TableSchema[INITIAL_CAPACITY];
  private Change[] changes = new Change[INITIAL_CAPACITY];
  private int size;
  private long bytes;
  private String splitId;
  @Nullable private PostgresSplit rest;
  private boolean open;

  public void add(TableSchema schema, Change change, int changeBytes) {
    if (size == changes.length) {
      schemas = Arrays.copyOf(schemas, size * 2);
      changes = Arrays.copyOf(changes, size * 2);
    }
    schemas[size] = schema;
    changes[size++] = change;
    bytes += changeBytes;
  }

  public int size() {
    return size;
  }

  public long bytes() {
    return bytes;
  }

  public TableSchema schema(int index) {
    return schemas[index];
  }

  public Change change(int index) {
    return changes[index];
  }

  /**
   * Says what remains of the split behind this batch.
   *
   * @param remaining null where nothing does
   */
  public ChangeBatch leaving(String id, @Nullable PostgresSplit remaining) {
    this.splitId = id;
    this.rest = remaining;
    return this;
  }

  /** Says that the split cannot be resumed behind this batch: no checkpoint may come here. */
  public ChangeBatch unfinished(String id) {
    this.splitId = id;
    this.open = true;
    return this;
  }

  String splitId() {
    return splitId;
  }

  @Nullable
  public PostgresSplit rest() {
    return rest;
  }

  boolean isOpen() {
    return open;
  }
}
