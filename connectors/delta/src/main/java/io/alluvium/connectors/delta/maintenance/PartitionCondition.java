package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/**
 * A condition on partition columns: comparisons of a column with a literal, joined by AND. Numbers
 * compare as numbers, everything else as the text that the log holds, which for dates and times is
 * their order. A null compares as false.
 */
final class PartitionCondition {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:`([^`]+)`|(\\w+))\\s*(=|<>|!=|<=|>=|<|>)\\s*"
              + "(?:'((?:[^']|'')*)'|(?:DATE|TIMESTAMP)\\s+'([^']*)'|([-+.\\w]+))\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AND = Pattern.compile("AND\\b", Pattern.CASE_INSENSITIVE);

  private final List<Comparison> comparisons;

  private PartitionCondition(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  private record Comparison(String column, boolean numeric, IntPredicate operator, String literal) {
    boolean holds(@Nullable String value) {
      return value != null
          && operator.test(
              numeric
                  ? new BigDecimal(value).compareTo(new BigDecimal(literal))
                  : value.compareTo(literal));
    }
  }

  /**
   * @param where empty for all files
   * @throws DeltaException where it is no such condition, or names a column that is no partition
   *     column of the table
   */
  static PartitionCondition parse(String where, DeltaSnapshot table) {
    List<Comparison> comparisons = new ArrayList<>();
    String rest = where.strip();
    while (!rest.isEmpty()) {
      Matcher comparison = COMPARISON.matcher(rest);
      if (!comparison.lookingAt()) {
        throw malformed(where);
      }
      comparisons.add(comparison(comparison, where, table));
      rest = rest.substring(comparison.end());
      if (!rest.isEmpty()) {
        Matcher and = AND.matcher(rest);
        if (!and.lookingAt() || and.end() == rest.length()) {
          throw malformed(where);
        }
        rest = rest.substring(and.end());
      }
    }
    return new PartitionCondition(comparisons);
  }

  private static Comparison comparison(Matcher found, String where, DeltaSnapshot table) {
    String column = found.group(1) == null ? found.group(2) : found.group(1);
    if (!table.partitionColumns().contains(column)) {
      throw new DeltaException(
          "'"
              + column
              + "' in '"
              + where
              + "' is no partition column; the table has "
              + table.partitionColumns()
              + ".");
    }
    LogicalType type = table.rowType().getTypeAt(table.rowType().getFieldNames().indexOf(column));
    boolean numeric = type.is(LogicalTypeFamily.NUMERIC);
    String literal = literal(found);
    if (numeric && !isNumber(literal)) {
      throw new DeltaException(
          "'" + literal + "' in '" + where + "' is no number, as column '" + column + "' is.");
    }
    return new Comparison(column, numeric, operator(found.group(3)), literal);
  }

  private static String literal(Matcher found) {
    if (found.group(4) != null) {
      return found.group(4).replace("''", "'");
    }
    return found.group(5) != null ? found.group(5) : found.group(6).toLowerCase(Locale.ROOT);
  }

  private static boolean isNumber(String text) {
    try {
      return new BigDecimal(text) != null;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static IntPredicate operator(String symbol) {
    return switch (symbol) {
      case "=" -> order -> order == 0;
      case "<" -> order -> order < 0;
      case "<=" -> order -> order <= 0;
      case ">" -> order -> order > 0;
      case ">=" -> order -> order >= 0;
      default -> order -> order != 0;
    };
  }

  private static DeltaException malformed(String where) {
    return new DeltaException(
        "'"
            + where
            + "' is no condition on partitions. Write comparisons of partition columns with"
            + " literals, joined by AND, for example: day >= '2026-05-01' AND site = 'Z'.");
  }

  boolean holds(DataFile file) {
    return comparisons.stream()
        .allMatch(comparison -> comparison.holds(file.partitionValues().get(comparison.column())));
  }
}
