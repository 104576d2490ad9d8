package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Columns that are taken as they are, and instants without what is below milliseconds.
 *
 * @param columns of the row that is read, by field
 * @param precisions of instants that are cut, by field; of others {@link #AS_IT_IS}
 */
record Projection(int[] columns, int[] precisions) implements Serializable {
  static final int AS_IT_IS = -1;

  private static final int MILLIS = 3;

  private static final Pattern SELECTION =
      Pattern.compile("(?:\\[\\d+]:)?Calc\\(select=\\[([^\\[\\]]*)]\\)");

  private static final Pattern FIELD =
      Pattern.compile(
          "(?:([A-Za-z_]\\w*)|(?:Reinterpret\\()?to_millis\\(([A-Za-z_]\\w*)\\)\\)?)"
              + "(?: AS ([\\w$]+))?");

  private static final Pattern READING =
      Pattern.compile("field\\$(\\d+) =[^;=]*\\bin1\\.get\\w+\\((\\d+)\\b");

  /** What a column may be called, but the planner may mean otherwise. */
  private static final Set<String> WORDS =
      Set.of(
          "true",
          "false",
          "null",
          "unknown",
          "current_date",
          "current_time",
          "current_timestamp",
          "current_row_timestamp",
          "localtime",
          "localtimestamp",
          "user",
          "current_user",
          "session_user",
          "system_user");

  /**
   * Reads it from how the planner describes an operator: {@code Calc(select=[site, reading AS
   * value, to_millis(event_time) AS at])}.
   *
   * @return empty where the operator does anything else, or may do so
   */
  static Optional<Projection> read(String description, RowType input, RowType output) {
    Matcher selection = SELECTION.matcher(description);
    if (!selection.matches()) {
      return Optional.empty();
    }
    List<String> fields = List.of(selection.group(1).split(", "));
    if (fields.size() != output.getFieldCount()) {
      return Optional.empty();
    }
    int[] columns = new int[fields.size()];
    int[] precisions = new int[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      Matcher field = FIELD.matcher(fields.get(i));
      if (!field.matches()) {
        return Optional.empty();
      }
      boolean whole = field.group(1) != null;
      String name = whole ? field.group(1) : field.group(2);
      String named = field.group(3) != null ? field.group(3) : name;
      columns[i] = input.getFieldIndex(name);
      if (columns[i] < 0
          || WORDS.contains(name.toLowerCase(Locale.ROOT))
          || !named.equals(output.getFieldNames().get(i))) {
        return Optional.empty();
      }
      LogicalType from = input.getTypeAt(columns[i]);
      LogicalType to = output.getTypeAt(i);
      if (whole ? !isSame(from, to) : !isCut(from, to)) {
        return Optional.empty();
      }
      precisions[i] = whole ? AS_IT_IS : LogicalTypeChecks.getPrecision(from);
    }
    return Optional.of(new Projection(columns, precisions));
  }

  /**
   * Whether an operator's code reads these columns, in this order: the names of its description are
   * those that the planner had for its input once, and the code goes by numbers. It numbers what it
   * reads in the order of the fields that it is read for.
   */
  boolean isOf(String code) {
    SortedMap<Integer, Integer> read = new TreeMap<>();
    Matcher reading = READING.matcher(code);
    while (reading.find()) {
      read.put(Integer.valueOf(reading.group(1)), Integer.valueOf(reading.group(2)));
    }
    List<Integer> expected = Arrays.stream(columns).distinct().boxed().toList();
    return List.copyOf(read.values()).equals(expected);
  }

  boolean cuts() {
    for (int precision : precisions) {
      if (precision != AS_IT_IS) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(LogicalType from, LogicalType to) {
    return from.copy(true).equals(to.copy(true));
  }

  private static boolean isCut(LogicalType from, LogicalType to) {
    return from.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
        && to.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
        && LogicalTypeChecks.getPrecision(to) == MILLIS;
  }
}
