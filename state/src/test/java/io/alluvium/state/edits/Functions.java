package io.alluvium.state.edits;

import org.apache.flink.table.functions.ScalarFunction;

/** The code of a function before and after an edit. */
public final class Functions {
  private Functions() {}

  /** Before. */
  public static final class PlusOne extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    public Long eval(Long value) {
      return value == null ? null : value + 1;
    }
  }

  /** After. */
  public static final class PlusTwo extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    public Long eval(Long value) {
      return value == null ? null : value + 2;
    }
  }
}
