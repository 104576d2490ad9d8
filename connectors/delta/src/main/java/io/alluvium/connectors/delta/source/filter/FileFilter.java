package io.alluvium.connectors.delta.source.filter;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Tells which files may hold rows that a query wants, from their partition values and statistics.
 * It never leaves out a file that has such a row; it may keep one that has none.
 */
@Internal
public sealed interface FileFilter extends Serializable {

  /** Keeps all files. */
  static FileFilter all() {
    return new And(List.of());
  }

  boolean mayMatch(FileFacts file);

  /** Whether it looks at these columns only. */
  boolean usesOnly(List<String> topLevelColumns);

  /** How a column is compared with a literal. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** The same with its sides exchanged. */
    public Comparison swapped() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        default -> this;
      };
    }

    private boolean mayHold(Comparable<?> min, Comparable<?> max, Comparable<?> literal) {
      return switch (this) {
        case EQUAL ->
            PlainValue.compare(min, literal) <= 0 && PlainValue.compare(max, literal) >= 0;
        case NOT_EQUAL ->
            PlainValue.compare(min, literal) != 0 || PlainValue.compare(max, literal) != 0;
        case LESS -> PlainValue.compare(min, literal) < 0;
        case LESS_OR_EQUAL -> PlainValue.compare(min, literal) <= 0;
        case GREATER -> PlainValue.compare(max, literal) > 0;
        case GREATER_OR_EQUAL -> PlainValue.compare(max, literal) >= 0;
      };
    }
  }

  /** All of them. */
  record And(List<FileFilter> operands) implements FileFilter {
    @Override
    public boolean mayMatch(FileFacts file) {
      return operands.stream().allMatch(operand -> operand.mayMatch(file));
    }

    @Override
    public boolean usesOnly(List<String> columns) {
      return operands.stream().allMatch(operand -> operand.usesOnly(columns));
    }
  }

  /** At least one of them. */
  record Or(List<FileFilter> operands) implements FileFilter {
    @Override
    public boolean mayMatch(FileFacts file) {
      return operands.stream().anyMatch(operand -> operand.mayMatch(file));
    }

    @Override
    public boolean usesOnly(List<String> columns) {
      return operands.stream().allMatch(operand -> operand.usesOnly(columns));
    }
  }

  /**
   * A column compared with a literal.
   *
   * @param literal as {@link PlainValue} has values of the column's type
   */
  record Compare(ReadColumn column, Comparison comparison, Comparable<?> literal)
      implements FileFilter {
    @Override
    public boolean mayMatch(FileFacts file) {
      if (file.hasOnlyNulls(column)) {
        return false;
      }
      return file.bounds(column)
          .map(bounds -> comparison.mayHold(bounds.min(), bounds.max(), literal))
          .orElse(true);
    }

    @Override
    public boolean usesOnly(List<String> columns) {
      return columns.contains(column.path().get(0));
    }
  }

  /** A column that is, or is not, null. */
  record NullCheck(ReadColumn column, boolean wantsNull) implements FileFilter {
    @Override
    public boolean mayMatch(FileFacts file) {
      return wantsNull ? !file.hasNoNulls(column) : !file.hasOnlyNulls(column);
    }

    @Override
    public boolean usesOnly(List<String> columns) {
      return columns.contains(column.path().get(0));
    }
  }
}
