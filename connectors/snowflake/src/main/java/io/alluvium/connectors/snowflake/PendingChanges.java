package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import javax.annotation.Nullable;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.RowData;

/**
 * The last change of each key that no batch has taken, as the line that it will be there. All are
 * in one array, each behind a header; a hash table finds the last of a key, and what came before it
 * is only dropped when half of the array is of no use.
 */
final class PendingChanges {
  /** Of a header: where it and what follows end, the hash, the key's length, flags, the version. */
  private static final int LENGTH = 0;

  private static final int HASH = 4;
  private static final int KEY_LENGTH = 8;
  private static final int FLAGS = 12;
  private static final int VERSION = 16;
  private static final int HEADER = 24;

  private static final int HAS_VERSION = 1;

  /** The line is a letter. */
  private static final int IS_REJECTED = 2;

  private static final int IS_SUPERSEDED = 4;

  /** Neither takes the place of a change nor gives its own up: the key does not count. */
  private static final int STANDS_APART = 8;

  private static final int LETTER = 64;
  private static final int FEWEST_SLOTS = 1_024;
  private static final int LEAST_TO_DROP = 1024 * 1024;
  private static final int MOST_ROOM = 32 * 1024 * 1024;

  /**
   * How many are looked for in the table together: the memory is waited for once, not each time.
   */
  private static final int MOST_NOT_INDEXED = 256;

  private static final VarHandle INTEGERS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final RowLines rowLines;
  private final LineLayout lines;
  private final BadRows badRows;
  @Nullable private final RowVersion version;
  private final KeyHash keyHash = new KeyHash();
  private final CsvBuffer changes = new CsvBuffer();

  /** The hash of a key, and behind it where its change begins and one more; 0 for no key. */
  private long[] slots = new long[FEWEST_SLOTS];

  private int count;
  private int superseded;

  /** Where the changes begin that the table does not know yet. */
  private int indexed;

  /** At most so many changes. */
  private int notIndexed;

  /**
   * @param version null where changes have none
   * @param badValues what becomes of changes that do not fit
   */
  PendingChanges(TableLayout layout, @Nullable RowVersion version, BadValues badValues) {
    this.rowLines = new RowLines(layout);
    this.lines = LineLayout.of(layout, version);
    this.badRows = new BadRows(layout.fullName(), badValues);
    this.version = version;
  }

  /** Takes changes one after another. */
  interface Receiver {
    void line(byte[] bytes, int offset, int length) throws IOException;

    void letter(DeadLetter letter) throws IOException;
  }

  int count() {
    index();
    return count;
  }

  /** In bytes. */
  int size() {
    return changes.length();
  }

  void add(RowData row) throws IOException {
    int start = changes.length();
    changes.skip(HEADER);
    try {
      rowLines.key(row, changes);
    } catch (RowLines.BadColumnException e) {
      changes.cut(start + HEADER);
      append(badRows.letter(rowLines.keyText(row), e));
      writeHeader(start, 0, 0, IS_REJECTED | STANDS_APART, 0);
      added();
      return;
    }
    int keyLength = changes.length() - start - HEADER;
    int hash = keyHash.of(changes.bytes(), start + HEADER, keyLength);
    boolean hasVersion = version != null && version.isKnown(row);
    long number = hasVersion ? version.of(row) : 0;
    if (version != null && !hasVersion) {
      // Its line has the version of what it replaces.
      index(start);
      int former = start(slots[slot(hash, start + HEADER, keyLength)]);
      if (former >= 0 && hasVersion(former)) {
        hasVersion = true;
        number = version(former);
      }
    }
    int flags = hasVersion ? HAS_VERSION : 0;
    try {
      rowLines.line(row, hasVersion, number, changes);
    } catch (RowLines.BadColumnException e) {
      // Only if nothing newer comes that fits.
      changes.cut(start + HEADER + keyLength);
      append(badRows.letter(rowLines.keyText(row), e));
      flags |= IS_REJECTED;
    }
    writeHeader(start, hash, keyLength, flags, number);
    added();
  }

  private void added() {
    notIndexed++;
    if (notIndexed >= MOST_NOT_INDEXED) {
      index();
    }
  }

  private boolean hasVersion(int start) {
    return (integer(start + FLAGS) & HAS_VERSION) != 0;
  }

  private long version(int start) {
    return (long) LONGS.get(changes.bytes(), start + VERSION);
  }

  private void writeHeader(int start, int hash, int keyLength, int flags, long number) {
    byte[] bytes = changes.bytes();
    INTEGERS.set(bytes, start + LENGTH, changes.length() - start);
    INTEGERS.set(bytes, start + HASH, hash);
    INTEGERS.set(bytes, start + KEY_LENGTH, keyLength);
    INTEGERS.set(bytes, start + FLAGS, flags);
    LONGS.set(bytes, start + VERSION, number);
  }

  /** Makes all known to the table. */
  private void index() {
    index(changes.length());
    notIndexed = 0;
    dropSuperseded();
  }

  private void index(int end) {
    for (int start = indexed; start < end; start += integer(start + LENGTH)) {
      if ((integer(start + FLAGS) & STANDS_APART) == 0) {
        put(start);
      } else {
        count++;
      }
    }
    indexed = end;
  }

  /**
   * In place of the former change of the key, unless that has a later version. What fits never
   * gives way to what does not: that becomes a letter besides.
   */
  private void put(int start) {
    int hash = integer(start + HASH);
    int slot = slot(hash, start + HEADER, integer(start + KEY_LENGTH));
    int former = start(slots[slot]);
    if (former < 0) {
      slots[slot] = entry(hash, start);
      count++;
      if (2 * count > slots.length) {
        rebuild(2 * slots.length, start + integer(start + LENGTH));
      }
    } else if (hasVersion(former) && hasVersion(start) && version(start) < version(former)) {
      if (isRejected(former) && !isRejected(start)) {
        slots[slot] = entry(hash, start);
        setApart(former);
      } else {
        supersede(start);
      }
    } else if (isRejected(start) && !isRejected(former)) {
      setApart(start);
    } else {
      slots[slot] = entry(hash, start);
      supersede(former);
    }
  }

  private boolean isRejected(int start) {
    return (integer(start + FLAGS) & IS_REJECTED) != 0;
  }

  private void setApart(int start) {
    INTEGERS.set(changes.bytes(), start + FLAGS, integer(start + FLAGS) | STANDS_APART);
    count++;
  }

  private void supersede(int start) {
    INTEGERS.set(changes.bytes(), start + FLAGS, integer(start + FLAGS) | IS_SUPERSEDED);
    superseded += integer(start + LENGTH);
  }

  private void append(DeadLetter letter) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(LETTER);
    out.writeUTF(letter.key());
    out.writeUTF(letter.column());
    out.writeUTF(letter.reason());
    changes.append(out.getSharedBuffer(), 0, out.length());
  }

  private int integer(int offset) {
    return (int) INTEGERS.get(changes.bytes(), offset);
  }

  private static long entry(int hash, int start) {
    return (long) hash << Integer.SIZE | start + 1;
  }

  /** -1 for no key. */
  private static int start(long entry) {
    return (int) entry - 1;
  }

  private int slot(int hash, int key, int keyLength) {
    byte[] bytes = changes.bytes();
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      int start = start(entry);
      if ((int) (entry >>> Integer.SIZE) == hash
          && integer(start + KEY_LENGTH) == keyLength
          && Arrays.equals(
              bytes, key, key + keyLength, bytes, start + HEADER, start + HEADER + keyLength)) {
        break;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** A table of that length, of the changes before an offset. */
  private void rebuild(int length, int end) {
    slots = new long[length];
    int mask = length - 1;
    for (int start = 0; start < end; start += integer(start + LENGTH)) {
      if ((integer(start + FLAGS) & (IS_SUPERSEDED | STANDS_APART)) == 0) {
        int hash = integer(start + HASH);
        int slot = hash & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = entry(hash, start);
      }
    }
  }

  private void dropSuperseded() {
    if (superseded < LEAST_TO_DROP || 2L * superseded < changes.length()) {
      return;
    }
    byte[] bytes = changes.bytes();
    int end = changes.length();
    changes.cut(0);
    for (int start = 0; start < end; ) {
      int length = (int) INTEGERS.get(bytes, start + LENGTH);
      if (((int) INTEGERS.get(bytes, start + FLAGS) & IS_SUPERSEDED) == 0) {
        changes.append(bytes, start, length);
      }
      start += length;
    }
    superseded = 0;
    indexed = changes.length();
    rebuild(slots.length, indexed);
  }

  /** Hands all out, in the order in which they came, and has none then. */
  void drainTo(Receiver receiver) throws IOException {
    index();
    byte[] bytes = changes.bytes();
    for (int start = 0; start < changes.length(); start += integer(start + LENGTH)) {
      int flags = integer(start + FLAGS);
      int length = integer(start + LENGTH) - HEADER;
      int keyLength = integer(start + KEY_LENGTH);
      if ((flags & IS_SUPERSEDED) != 0) {
        continue;
      }
      if ((flags & IS_REJECTED) != 0) {
        receiver.letter(letter(start + HEADER + keyLength, length - keyLength));
      } else if (rowLines.beginWithKey()) {
        receiver.line(bytes, start + HEADER, length);
      } else {
        receiver.line(bytes, start + HEADER + keyLength, length - keyLength);
      }
    }
    changes.clear(MOST_ROOM);
    badRows.clear();
    superseded = 0;
    indexed = 0;
    count = 0;
    if (slots.length > MOST_ROOM / Long.BYTES) {
      slots = new long[FEWEST_SLOTS];
    } else {
      Arrays.fill(slots, 0);
    }
  }

  private DeadLetter letter(int offset, int length) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(changes.bytes(), offset, length);
    return new DeadLetter(in.readUTF(), in.readUTF(), in.readUTF());
  }

  /** All of them, for {@link #restore}. */
  byte[] snapshot() throws IOException {
    index();
    byte[] layout = lines.text().getBytes(StandardCharsets.UTF_8);
    DataOutputSerializer out =
        new DataOutputSerializer(changes.length() - superseded + layout.length + Integer.BYTES);
    out.writeInt(layout.length);
    out.write(layout);
    byte[] bytes = changes.bytes();
    for (int start = 0; start < changes.length(); start += integer(start + LENGTH)) {
      if ((integer(start + FLAGS) & IS_SUPERSEDED) == 0) {
        out.write(bytes, start, integer(start + LENGTH));
      }
    }
    return out.getCopyOfBuffer();
  }

  /**
   * Adds changes of a snapshot.
   *
   * @param isOwn which to add, by the hash of the key
   * @throws IOException where they are of other columns
   */
  void restore(byte[] snapshot, IntPredicate isOwn) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(snapshot);
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    LineLayout former = new LineLayout(new String(text, StandardCharsets.UTF_8));
    if (!former.equals(lines)) {
      throw lines.refusal(former);
    }
    for (int from = in.getPosition(); from < snapshot.length; ) {
      int length = (int) INTEGERS.get(snapshot, from + LENGTH);
      int hash = (int) INTEGERS.get(snapshot, from + HASH);
      if (isOwn.test(hash)) {
        changes.append(snapshot, from, length);
        added();
      }
      from += length;
    }
  }
}
