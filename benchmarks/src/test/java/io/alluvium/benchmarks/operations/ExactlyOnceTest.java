package io.alluvium.benchmarks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
  private static final DeviceEvents EVENTS = new DeviceEvents(20);
  private static final int ROWS = 500;

  @Test
  void everyEventOnceIsRightInAnyOrder() {
    List<long[]> rows = rows();
    Collections.shuffle(rows, new Random(3));
    assertThat(check(rows)).isEqualTo(new ExactlyOnce.Result(0, 0, 0));
    assertThat(check(rows).isRight()).isTrue();
  }

  @Test
  void aRowThatIsMissingIsLost() {
    List<long[]> rows = rows();
    rows.remove(137);
    // Its device's numbers have a gap besides.
    assertThat(check(rows)).isEqualTo(new ExactlyOnce.Result(1, 0, 1));
  }

  @Test
  void aRowThatIsThereTwiceIsDoubled() {
    List<long[]> rows = rows();
    rows.add(rows.get(137));
    assertThat(check(rows)).isEqualTo(new ExactlyOnce.Result(0, 1, 0));
  }

  @Test
  void anEventThatWasCountedTwiceIsSeen() {
    List<long[]> rows = rows();
    long device = rows.get(137)[1];
    rows.stream().skip(137).filter(row -> row[1] == device).forEach(row -> row[2]++);
    assertThat(check(rows)).isEqualTo(new ExactlyOnce.Result(0, 0, 1));
  }

  @Test
  void stateThatWasLostIsSeen() {
    List<long[]> rows = rows();
    Map<Long, Long> again = new HashMap<>();
    rows.stream().skip(250).forEach(row -> row[2] = again.merge(row[1], 1L, Long::sum));
    assertThat(check(rows).wrong()).isEqualTo(20);
  }

  @Test
  void aRowOfNoEventIsWrong() {
    List<long[]> rows = rows();
    rows.add(new long[] {ROWS, EVENTS.device(ROWS), 1, 0});
    rows.add(new long[] {3, 4, 1, 0});
    rows.add(new long[] {3, 3, 1, 7});
    assertThat(check(rows)).isEqualTo(new ExactlyOnce.Result(0, 0, 3));
  }

  private static ExactlyOnce.Result check(List<long[]> rows) {
    ExactlyOnce check = new ExactlyOnce(EVENTS, ROWS);
    rows.forEach(row -> check.row(row[0], row[1], row[2], row[3]));
    return check.result();
  }

  /** As the job makes them. */
  private static List<long[]> rows() {
    List<long[]> rows = new ArrayList<>();
    Map<Long, Long> readings = new HashMap<>();
    for (long seq = 0; seq < ROWS; seq++) {
      long device = EVENTS.device(seq);
      long reading = readings.merge(device, 1L, Long::sum);
      rows.add(new long[] {seq, device, reading, DeviceEvents.NOTE_LENGTH});
    }
    return rows;
  }
}
