package io.alluvium.benchmarks.operations;

import java.util.BitSet;

/**
 * Compares the rows that a job wrote, one for each event with the number of events that its device
 * had by then, with what follows from the events themselves.
 */
public final class ExactlyOnce {
  private final DeviceEvents events;
  private final long rows;
  private final BitSet seen;
  private final long[] readings;
  private final long[] readingsSum;
  private final long[] expected;
  private long doubled;
  private long wrong;

  /**
   * @param rows how many events there were
   */
  public ExactlyOnce(DeviceEvents events, long rows) {
    this.events = events;
    this.rows = rows;
    this.seen = new BitSet(Math.toIntExact(rows));
    this.readings = new long[events.devices()];
    this.readingsSum = new long[events.devices()];
    this.expected = new long[events.devices()];
    for (long seq = 0; seq < rows; seq++) {
      expected[(int) events.device(seq)]++;
    }
  }

  /**
   * @param lost events without a row
   * @param doubled rows of events that had one already
   * @param wrong rows that no event gives, and devices whose numbers are not 1, 2, 3 and so on
   */
  public record Result(long lost, long doubled, long wrong) {
    public boolean isRight() {
      return lost == 0 && doubled == 0 && wrong == 0;
    }
  }

  /** Takes one row of the table, in any order. */
  public void row(long seq, long device, long reading, long noteLength) {
    if (seq < 0
        || seq >= rows
        || device != events.device(seq)
        // Where two tasks read the first version, an event may come before the note.
        || noteLength != 0 && noteLength != DeviceEvents.NOTE_LENGTH) {
      wrong++;
      return;
    }
    if (seen.get((int) seq)) {
      doubled++;
      return;
    }
    seen.set((int) seq);
    readings[(int) device] = Math.max(readings[(int) device], reading);
    readingsSum[(int) device] += reading;
  }

  public Result result() {
    long inconsistent = 0;
    for (int device = 0; device < expected.length; device++) {
      long count = expected[device];
      if (readings[device] != count || readingsSum[device] != count * (count + 1) / 2) {
        inconsistent++;
      }
    }
    return new Result(rows - seen.cardinality(), doubled, wrong + inconsistent);
  }
}
