package io.alluvium.models.unittest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The order in which the rows of each given table arrive. */
record Arrival(Map<GivenTable, List<GivenRow>> rows) {

  static Arrival asGiven(List<GivenTable> tables) {
    Map<GivenTable, List<GivenRow>> rows = new LinkedHashMap<>();
    tables.forEach(table -> rows.put(table, table.rows()));
    return new Arrival(rows);
  }

  /**
   * Two neighbours that change places.
   *
   * @param position of the first
   */
  record Swap(GivenTable table, int position) {}

  Arrival after(List<Swap> swaps) {
    Map<GivenTable, List<GivenRow>> moved = new LinkedHashMap<>();
    rows.forEach((table, list) -> moved.put(table, new ArrayList<>(list)));
    swaps.forEach(
        swap -> Collections.swap(moved.get(swap.table()), swap.position(), swap.position() + 1));
    return new Arrival(moved);
  }

  /** A way to some order that may occur, each step of which may occur as well. */
  List<Swap> shuffle(Random random) {
    List<Swap> swaps = new ArrayList<>();
    Map<GivenTable, List<GivenRow>> moved = after(List.of()).rows();
    moved.forEach(
        (table, list) -> {
          int tries = Math.min(2 * list.size() * list.size(), 5_000);
          for (int i = 0; i < tries && list.size() > 1; i++) {
            swap(table, list, random.nextInt(list.size() - 1), swaps);
          }
        });
    return swaps;
  }

  /** A way to the order in which each row comes behind as many later ones as may be. */
  List<Swap> reverse() {
    List<Swap> swaps = new ArrayList<>();
    Map<GivenTable, List<GivenRow>> moved = after(List.of()).rows();
    moved.forEach(
        (table, list) -> {
          for (int last = list.size() - 1; last > 0; last--) {
            for (int i = 0; i < last; i++) {
              swap(table, list, i, swaps);
            }
          }
        });
    return swaps;
  }

  private static void swap(GivenTable table, List<GivenRow> list, int position, List<Swap> swaps) {
    if (maySwap(table, list, position)) {
      Collections.swap(list, position, position + 1);
      swaps.add(new Swap(table, position));
    }
  }

  /**
   * Whether a row and the next may come the other way round: not where the table keeps the order of
   * a key, and not where either would then be too late, or no longer.
   */
  static boolean maySwap(GivenTable table, List<GivenRow> list, int position) {
    GivenRow first = list.get(position);
    GivenRow second = list.get(position + 1);
    if (table.keepsOrder() && first.key().equals(second.key())) {
      return false;
    }
    if (table.watermark().isEmpty()) {
      return true;
    }
    Lateness before = Lateness.of(table.watermark().get(), list.subList(0, position));
    return before.isSame(first, before.and(second)) && before.and(first).isSame(second, before);
  }

  boolean hasLateRows() {
    return rows.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().watermark().isPresent()
                    && Lateness.anyLate(entry.getKey().watermark().get(), entry.getValue()));
  }

  /** With each row of what may repeat a second time, somewhere behind the first. */
  Arrival repeated(Random random) {
    Map<GivenTable, List<GivenRow>> repeated = new LinkedHashMap<>();
    rows.forEach(
        (table, list) -> {
          List<GivenRow> twice = new ArrayList<>(list);
          if (table.repeats() && !table.changes()) {
            for (GivenRow row : list) {
              int first = twice.indexOf(row);
              // With event time right behind it, so that it is as late as that.
              int room = table.watermark().isPresent() ? 1 : twice.size() - first;
              twice.add(first + 1 + random.nextInt(room), row);
            }
          }
          repeated.put(table, twice);
        });
    return new Arrival(repeated);
  }
}
