package io.alluvium.models.unittest;

import io.alluvium.definitions.Similar;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.project.Watermark;
import io.alluvium.models.unittest.WrittenRow.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.Row;
import org.apache.flink.util.TimeUtils;

/**
 * Makes typed rows of written ones. Beside the table's columns a row may have {@code _op}, what
 * happens to it; {@code _ts}, its event time; and {@code _late}, how long after that it arrives. A
 * column of the table that has such a name is that column.
 */
final class GivenTableReader {
  private static final String OP = "_op";
  private static final String TIME = "_ts";
  private static final String LATE = "_late";

  private final GivenTable table;
  private final List<String> names;

  /**
   * @param table without rows
   */
  GivenTableReader(GivenTable table) {
    this.table = table;
    this.names = table.columns().stream().map(TableColumn::name).toList();
  }

  /** Whether any of the rows changes or deletes another. */
  static boolean hasChanges(List<WrittenRow> rows, List<TableColumn> columns) {
    return columns.stream().noneMatch(column -> column.name().equals(OP))
        && rows.stream()
            .anyMatch(
                row ->
                    row.cells().containsKey(OP) && Change.of(row.cells().get(OP)) != Change.INSERT);
  }

  /** A row with the moment at which it arrives. */
  private record Arriving(GivenRow row, Optional<Instant> moment) {}

  List<GivenRow> read(List<WrittenRow> written) {
    Changelog changelog = new Changelog(names, keyPositions(), table.changes());
    List<Arriving> rows = new ArrayList<>();
    boolean isTimed = false;
    for (WrittenRow row : written) {
      Optional<Duration> late = late(row);
      isTimed |= late.isPresent();
      Row values = values(row);
      Optional<Instant> time = time(values);
      if (late.isPresent() && time.isEmpty()) {
        throw row.origin()
            .error("'" + LATE + "' needs an event time: give " + TIME + ", and a watermark to it");
      }
      List<Row> changes = changelog.add(change(row), values, row);
      List<Object> key = changelog.key(changes.get(0));
      Row shown = changes.get(changes.size() - 1);
      String text = prefix(changes) + Values.text(shownNames(row), shown(row, shown));
      rows.add(
          new Arriving(
              new GivenRow(changes, key, time, text, row.origin()),
              time.map(moment -> moment.plus(late.orElse(Duration.ZERO)))));
    }
    if (isTimed) {
      rows.sort(Comparator.comparing(row -> row.moment().orElse(Instant.MIN)));
    }
    return rows.stream().map(Arriving::row).toList();
  }

  private List<Integer> keyPositions() {
    return table.key().stream().map(names::indexOf).toList();
  }

  private static String prefix(List<Row> changes) {
    return changes.size() == 2
        ? "update to "
        : switch (changes.get(0).getKind()) {
          case INSERT -> "";
          case DELETE -> "delete of ";
          case UPDATE_BEFORE -> "former ";
          case UPDATE_AFTER -> "update to ";
        };
  }

  /** Those that the test has written. */
  private List<String> shownNames(WrittenRow row) {
    return names.stream()
        .filter(name -> row.cells().containsKey(name) || table.key().contains(name))
        .toList();
  }

  private List<Object> shown(WrittenRow row, Row values) {
    List<Object> all = Values.of(values);
    return shownNames(row).stream().map(name -> all.get(names.indexOf(name))).toList();
  }

  private Change change(WrittenRow row) {
    return names.contains(OP) || !row.cells().containsKey(OP)
        ? Change.INSERT
        : Change.of(row.cells().get(OP));
  }

  private Row values(WrittenRow row) {
    Row values = new Row(names.size());
    row.cells()
        .forEach(
            (name, cell) -> {
              int position = position(name, row, cell);
              if (position >= 0) {
                LogicalType type = table.columns().get(position).type();
                values.setField(position, ValueConversion.of(names.get(position), type, cell));
              }
            });
    return values;
  }

  /** Negative for what is no column. */
  private int position(String name, WrittenRow row, Cell cell) {
    int position = names.indexOf(name);
    if (position >= 0 || name.equals(OP) || name.equals(LATE)) {
      return position;
    } else if (name.equals(TIME)) {
      String column =
          table
              .watermark()
              .map(Watermark::column)
              .orElseThrow(
                  () ->
                      cell.origin()
                          .error(
                              "'"
                                  + TIME
                                  + "' is the event time, but "
                                  + table.title()
                                  + " has no watermark; name the column"));
      if (row.cells().containsKey(column)) {
        throw cell.origin().error("'" + TIME + "' is the column '" + column + "', which is there");
      }
      return names.indexOf(column);
    }
    throw cell.origin()
        .error(table.title() + " has no column '" + name + "'" + Similar.hint(name, names));
  }

  private Optional<Instant> time(Row values) {
    return table
        .watermark()
        .map(mark -> values.getField(names.indexOf(mark.column())))
        .flatMap(
            value ->
                value instanceof Instant instant
                    ? Optional.of(instant)
                    : value instanceof LocalDateTime local
                        ? Optional.of(local.toInstant(ZoneOffset.UTC))
                        : Optional.empty());
  }

  private Optional<Duration> late(WrittenRow row) {
    Cell cell = names.contains(LATE) ? null : row.cells().get(LATE);
    if (cell == null || cell.raw() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TimeUtils.parseDuration(cell.raw().toString()));
    } catch (IllegalArgumentException e) {
      throw cell.origin().error("'" + cell.raw() + "' is no duration; write for example 5 min");
    }
  }
}
