package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.filter.FileFilter.Comparison;
import io.alluvium.connectors.delta.source.filter.PlainValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.NestedFieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Translates predicates of a query into filters of files. What cannot be translated keeps all
 * files.
 */
final class FilterTranslation {
  private static final Map<FunctionDefinition, Comparison> COMPARISONS =
      Map.of(
          BuiltInFunctionDefinitions.EQUALS, Comparison.EQUAL,
          BuiltInFunctionDefinitions.NOT_EQUALS, Comparison.NOT_EQUAL,
          BuiltInFunctionDefinitions.LESS_THAN, Comparison.LESS,
          BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, Comparison.LESS_OR_EQUAL,
          BuiltInFunctionDefinitions.GREATER_THAN, Comparison.GREATER,
          BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, Comparison.GREATER_OR_EQUAL);

  private final ZoneId zone;

  /**
   * @param zone of timestamps that are compared with instants
   */
  FilterTranslation(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * A filter of files for a predicate.
   *
   * @param exact whether the predicate is the filter: it is true of a row exactly where the filter
   *     is of a file in which all rows have its values
   */
  record Translated(FileFilter filter, boolean exact) {}

  Optional<Translated> translate(ResolvedExpression predicate) {
    Optional<ReadColumn> flag = column(predicate);
    if (flag.isPresent()) {
      return flag.filter(column -> column.type().is(LogicalTypeRoot.BOOLEAN))
          .map(column -> exact(new FileFilter.Compare(column, Comparison.EQUAL, true)));
    }
    if (!(predicate instanceof CallExpression call)) {
      return Optional.empty();
    }
    FunctionDefinition function = call.getFunctionDefinition();
    List<ResolvedExpression> operands = call.getResolvedChildren();
    if (function == BuiltInFunctionDefinitions.AND) {
      return and(operands);
    } else if (function == BuiltInFunctionDefinitions.OR) {
      return or(operands);
    } else if (function == BuiltInFunctionDefinitions.NOT) {
      return not(operands.get(0));
    } else if (function == BuiltInFunctionDefinitions.IS_NULL) {
      return nullCheck(operands.get(0), true);
    } else if (function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
      return nullCheck(operands.get(0), false);
    } else if (function == BuiltInFunctionDefinitions.IN) {
      return in(operands);
    } else if (function == BuiltInFunctionDefinitions.BETWEEN) {
      return allOf(
          List.of(
              compared(Comparison.GREATER_OR_EQUAL, operands.get(0), operands.get(1)),
              compared(Comparison.LESS_OR_EQUAL, operands.get(0), operands.get(2))));
    } else if (function == BuiltInFunctionDefinitions.LIKE) {
      return like(operands);
    }
    Comparison comparison = COMPARISONS.get(function);
    return comparison == null
        ? Optional.empty()
        : compared(comparison, operands.get(0), operands.get(1));
  }

  private static Translated exact(FileFilter filter) {
    return new Translated(filter, true);
  }

  private Optional<Translated> and(List<ResolvedExpression> operands) {
    return allOf(operands.stream().map(this::translate).toList());
  }

  /** Operands that are not translated only make the filter wider. */
  private static Optional<Translated> allOf(List<Optional<Translated>> operands) {
    List<FileFilter> filters = new ArrayList<>();
    int lost = 0;
    for (Optional<Translated> operand : operands) {
      operand.ifPresent(found -> filters.add(found.filter()));
      lost += operand.isPresent() && operand.get().exact() ? 0 : 1;
    }
    return filters.isEmpty()
        ? Optional.empty()
        : Optional.of(new Translated(new FileFilter.And(List.copyOf(filters)), lost == 0));
  }

  private Optional<Translated> or(List<ResolvedExpression> operands) {
    return anyOf(operands.stream().map(this::translate).toList());
  }

  private static Optional<Translated> anyOf(List<Optional<Translated>> operands) {
    if (operands.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Translated> found = operands.stream().map(Optional::get).toList();
    return Optional.of(
        new Translated(
            new FileFilter.Or(found.stream().map(Translated::filter).toList()),
            found.stream().allMatch(Translated::exact)));
  }

  /** Of null neither a comparison nor its opposite is true. */
  private Optional<Translated> not(ResolvedExpression negated) {
    Optional<ReadColumn> flag = column(negated);
    if (flag.isPresent()) {
      return flag.filter(column -> column.type().is(LogicalTypeRoot.BOOLEAN))
          .map(column -> exact(new FileFilter.Compare(column, Comparison.EQUAL, false)));
    }
    if (!(negated instanceof CallExpression call)) {
      return Optional.empty();
    }
    FunctionDefinition function = call.getFunctionDefinition();
    List<ResolvedExpression> operands = call.getResolvedChildren();
    if (function == BuiltInFunctionDefinitions.IS_NULL) {
      return nullCheck(operands.get(0), false);
    } else if (function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
      return nullCheck(operands.get(0), true);
    } else if (function == BuiltInFunctionDefinitions.NOT) {
      return translate(operands.get(0));
    } else if (function == BuiltInFunctionDefinitions.AND) {
      return anyOf(operands.stream().map(this::not).toList());
    } else if (function == BuiltInFunctionDefinitions.OR) {
      return allOf(operands.stream().map(this::not).toList());
    }
    Comparison comparison = COMPARISONS.get(function);
    // NaN makes no comparison true, so that an order cannot be turned round.
    return comparison == null || isFloating(operands.get(0)) || isFloating(operands.get(1))
        ? Optional.empty()
        : compared(opposite(comparison), operands.get(0), operands.get(1));
  }

  private static boolean isFloating(ResolvedExpression operand) {
    return operand.getOutputDataType().getLogicalType().is(LogicalTypeFamily.APPROXIMATE_NUMERIC);
  }

  private static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.NOT_EQUAL;
      case NOT_EQUAL -> Comparison.EQUAL;
      case LESS -> Comparison.GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> Comparison.GREATER;
      case GREATER -> Comparison.LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> Comparison.LESS;
    };
  }

  private Optional<Translated> nullCheck(ResolvedExpression operand, boolean wantsNull) {
    return column(operand).map(column -> exact(new FileFilter.NullCheck(column, wantsNull)));
  }

  private Optional<Translated> in(List<ResolvedExpression> operands) {
    return anyOf(
        operands.subList(1, operands.size()).stream()
            .map(value -> compared(Comparison.EQUAL, operands.get(0), value))
            .toList());
  }

  private Optional<Translated> compared(
      Comparison comparison, ResolvedExpression left, ResolvedExpression right) {
    Optional<ReadColumn> column = column(left);
    if (column.isEmpty()) {
      return column(right)
          .flatMap(
              found ->
                  literal(left, found.type())
                      .map(value -> compare(found, comparison.swapped(), value)));
    }
    return literal(right, column.get().type())
        .map(value -> compare(column.get(), comparison, value));
  }

  private static Translated compare(
      ReadColumn column, Comparison comparison, Comparable<?> literal) {
    // NaN differs from everything, and statistics do not tell whether there is one.
    boolean mayBeNaN =
        comparison == Comparison.NOT_EQUAL
            && column.type().is(LogicalTypeFamily.APPROXIMATE_NUMERIC);
    return mayBeNaN
        ? new Translated(FileFilter.all(), false)
        : exact(new FileFilter.Compare(column, comparison, literal));
  }

  private Optional<Translated> like(List<ResolvedExpression> operands) {
    Optional<ReadColumn> column = column(operands.get(0));
    Optional<String> pattern =
        operands.size() == 2 && operands.get(1) instanceof ValueLiteralExpression literal
            ? literal.getValueAs(String.class)
            : Optional.empty();
    if (column.isEmpty() || pattern.isEmpty()) {
      return Optional.empty();
    }
    String text = pattern.get();
    int end = 0;
    while (end < text.length() && "%_\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (end == 0) {
      return Optional.empty();
    }
    String prefix = text.substring(0, end);
    if (end == text.length()) {
      return Optional.of(exact(new FileFilter.Compare(column.get(), Comparison.EQUAL, prefix)));
    }
    List<FileFilter> range = new ArrayList<>();
    range.add(new FileFilter.Compare(column.get(), Comparison.GREATER_OR_EQUAL, prefix));
    successor(prefix)
        .ifPresent(next -> range.add(new FileFilter.Compare(column.get(), Comparison.LESS, next)));
    return Optional.of(
        new Translated(new FileFilter.And(List.copyOf(range)), text.equals(prefix + "%")));
  }

  /** The least text that is greater than all that begin with the prefix. */
  private static Optional<String> successor(String prefix) {
    int[] points = prefix.codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      if (points[i] < Character.MAX_CODE_POINT) {
        int next = points[i] + 1;
        // The halves of a pair are no characters of their own.
        int character = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        return Optional.of(new String(points, 0, i) + new String(Character.toChars(character)));
      }
    }
    return Optional.empty();
  }

  private static Optional<ReadColumn> column(ResolvedExpression expression) {
    LogicalType type = expression.getOutputDataType().getLogicalType();
    if (expression instanceof FieldReferenceExpression field) {
      return Optional.of(ReadColumn.of(field.getName(), type));
    } else if (expression instanceof NestedFieldReferenceExpression field) {
      return Optional.of(new ReadColumn(List.of(field.getFieldNames()), type));
    } else if (expression instanceof CallExpression call
        && call.getFunctionDefinition() == BuiltInFunctionDefinitions.CAST
        && isWideningOfIntegers(call.getResolvedChildren().get(0), type)) {
      return column(call.getResolvedChildren().get(0));
    }
    return Optional.empty();
  }

  private static boolean isWideningOfIntegers(ResolvedExpression operand, LogicalType to) {
    LogicalType from = operand.getOutputDataType().getLogicalType();
    return from.is(LogicalTypeFamily.INTEGER_NUMERIC)
        && to.is(LogicalTypeFamily.INTEGER_NUMERIC)
        && from.getTypeRoot().ordinal() <= to.getTypeRoot().ordinal();
  }

  private Optional<Comparable<?>> literal(ResolvedExpression expression, LogicalType type) {
    if (!(expression instanceof ValueLiteralExpression literal) || literal.isNull()) {
      return Optional.empty();
    }
    LogicalType given = literal.getOutputDataType().getLogicalType();
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> literal.getValueAs(Boolean.class).map(value -> value);
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          given.is(LogicalTypeFamily.INTEGER_NUMERIC)
              ? literal.getValueAs(Long.class).map(value -> value)
              : Optional.empty();
      case FLOAT, DOUBLE ->
          literal
              .getValueAs(Double.class)
              .flatMap(
                  value ->
                      PlainValue.of(new org.apache.flink.table.types.logical.DoubleType(), value));
      case DECIMAL -> literal.getValueAs(BigDecimal.class).map(value -> value);
      case CHAR, VARCHAR ->
          given.is(LogicalTypeFamily.CHARACTER_STRING)
              ? literal.getValueAs(String.class).map(value -> value)
              : Optional.empty();
      case DATE ->
          given.is(LogicalTypeRoot.DATE)
              ? literal.getValueAs(LocalDate.class).map(LocalDate::toEpochDay)
              : Optional.empty();
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          given.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
              ? literal
                  .getValueAs(LocalDateTime.class)
                  .map(time -> micros(time.toInstant(ZoneOffset.UTC)))
              : Optional.empty();
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(literal, given).map(FilterTranslation::micros);
      default -> Optional.empty();
    };
  }

  private Optional<Instant> instant(ValueLiteralExpression literal, LogicalType given) {
    if (given.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)) {
      return literal.getValueAs(LocalDateTime.class).map(time -> time.atZone(zone).toInstant());
    }
    return given.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
        ? literal.getValueAs(Instant.class)
        : Optional.empty();
  }

  /** Columns have no finer times: a literal between two of theirs is rounded down. */
  private static Comparable<?> micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
