package io.alluvium.models.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads which functions an operator of the planner computes from how the planner describes it, for
 * it keeps them as generated code only: {@code LocalGroupAggregate(groupBy=[site], select=[site,
 * COUNT(*) AS count1$0, SUM(amount) FILTER good AS sum$1])}. Its columns are checked against those
 * of the operator's rows, so that no odd name is mistaken for a function. What consumes retractions
 * or distinct values is described otherwise, and not read.
 */
final class AggregateDescription {
  private static final Pattern SELECTION =
      Pattern.compile("Local(?:Group|Window)Aggregate\\(.*?select=\\[(.*)]\\)", Pattern.DOTALL);

  private static final Pattern CALL =
      Pattern.compile(
          "(COUNT|SUM|\\$SUM0|MIN|MAX|AVG)\\((\\*|[\\w$]+)\\)(?: FILTER ([\\w$]+))? AS"
              + " (?:([\\w$]+)|\\(([\\w$]+), ([\\w$]+)\\))(?:, |$)");

  private static final String SLICE_END = "slice_end('w$) AS $slice_end";

  private final RowType input;
  private final RowType output;
  private final int keyFields;
  private final String selection;

  private int at;

  private AggregateDescription(RowType input, RowType output, int keyFields, String selection) {
    this.input = input;
    this.output = output;
    this.keyFields = keyFields;
    this.selection = selection;
  }

  /**
   * @param output the key's fields, the accumulators', and the end of the slice where there are any
   * @return empty where there is something that only the planner's operator can do
   */
  static Optional<Accumulators> read(
      String description, RowType input, RowType output, int keyFields, boolean sliced) {
    Matcher matcher = SELECTION.matcher(description);
    return matcher.find()
        ? new AggregateDescription(input, output, keyFields, matcher.group(1)).read(sliced)
        : Optional.empty();
  }

  private Optional<Accumulators> read(boolean sliced) {
    for (String key : output.getFieldNames().subList(0, keyFields)) {
      if (!selection.startsWith(key + ", ", at)) {
        return Optional.empty();
      }
      at += key.length() + 2;
    }
    List<Accumulator> accumulators = new ArrayList<>();
    int field = keyFields;
    int end = output.getFieldCount() - (sliced ? 1 : 0);
    Matcher call = CALL.matcher(selection);
    while (field < end && call.region(at, selection.length()).lookingAt()) {
      Optional<Accumulator> accumulator = accumulator(call, field);
      if (accumulator.isEmpty()) {
        return Optional.empty();
      }
      accumulators.add(accumulator.get());
      field += accumulator.get().fields();
      at = call.end();
    }
    boolean whole = selection.substring(at).equals(sliced ? SLICE_END : "");
    return field == end && whole ? Optional.of(new Accumulators(accumulators)) : Optional.empty();
  }

  private Optional<Accumulator> accumulator(Matcher call, int field) {
    List<String> names =
        call.group(4) != null ? List.of(call.group(4)) : List.of(call.group(5), call.group(6));
    int last = field + names.size();
    if (last > output.getFieldCount()
        || !output.getFieldNames().subList(field, last).equals(names)) {
      return Optional.empty();
    }
    int argument = input.getFieldIndex(call.group(2));
    boolean rows = call.group(2).equals("*");
    if (argument < 0 && !rows) {
      return Optional.empty();
    }
    Optional<Accumulator> accumulator =
        switch (call.group(1)) {
          case "COUNT" ->
              output.getTypeAt(field).is(LogicalTypeRoot.BIGINT)
                  ? Optional.of(new Count(argument))
                  : Optional.empty();
          case "SUM" -> addition(argument, field).map(addition -> new Sum(argument, addition));
          case "$SUM0" ->
              addition(argument, field).map(addition -> new SumFromZero(argument, addition));
          case "AVG" -> addition(argument, field).map(addition -> new Average(argument, addition));
          default -> extreme(argument, field, call.group(1).equals("MAX"));
        };
    String condition = call.group(3);
    return accumulator
        .filter(known -> known.fields() == names.size())
        .flatMap(known -> condition == null ? Optional.of(known) : filtered(known, condition));
  }

  private Optional<Addition> addition(int argument, int field) {
    return argument < 0
        ? Optional.empty()
        : Addition.of(input.getTypeAt(argument), output.getTypeAt(field));
  }

  private Optional<Accumulator> extreme(int argument, int field, boolean greatest) {
    return argument < 0
            || !input.getTypeAt(argument).copy(true).equals(output.getTypeAt(field).copy(true))
        ? Optional.empty()
        : Order.of(input.getTypeAt(argument)).map(order -> new Extreme(argument, greatest, order));
  }

  private Optional<Accumulator> filtered(Accumulator accumulator, String condition) {
    int column = input.getFieldIndex(condition);
    return column < 0 || !input.getTypeAt(column).is(LogicalTypeRoot.BOOLEAN)
        ? Optional.empty()
        : Optional.of(new Filtered(column, accumulator));
  }
}
