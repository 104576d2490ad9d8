package io.alluvium.benchmarks.operations;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Events that follow from their numbers alone, so that what a job makes of them can be computed
 * without it. The first of each device has a long note, which the job keeps.
 *
 * @param devices how many there are
 */
public record DeviceEvents(int devices) {
  /** Of random letters, which do not compress. */
  static final int NOTE_LENGTH = 1_000;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int LETTERS = 64;
  private static final int FIRST_LETTER = '0';
  private static final StringData NO_NOTE = StringData.fromString("");

  static RowType rowType() {
    return RowType.of(
        new org.apache.flink.table.types.logical.LogicalType[] {
          new BigIntType(), new BigIntType(), new VarCharType(VarCharType.MAX_LENGTH)
        },
        List.of("seq", "device", "note").toArray(String[]::new));
  }

  /** The device of an event: each once, and from then on any. */
  public long device(long seq) {
    return seq < devices ? seq : Long.remainderUnsigned(mix(seq), devices);
  }

  RowData row(long seq) {
    return GenericRowData.of(seq, device(seq), seq < devices ? note(seq) : NO_NOTE);
  }

  private static StringData note(long seq) {
    byte[] letters = new byte[NOTE_LENGTH];
    long state = mix(seq);
    for (int i = 0; i < NOTE_LENGTH; i++) {
      state = mix(state + i);
      letters[i] = (byte) (FIRST_LETTER + Long.remainderUnsigned(state, LETTERS));
    }
    return StringData.fromBytes(letters);
  }

  /** Steele, Lea and Flood's finalizer: SplitMix64. */
  private static long mix(long value) {
    long mixed = value * MULTIPLIER;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
