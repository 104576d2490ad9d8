package io.alluvium.models.unittest;

import org.apache.flink.table.functions.ScalarFunction;

/** Gives how often it was called, which no checkpoint knows. */
public final class Calls extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  private int calls;

  public int eval(Long any) {
    calls++;
    return calls;
  }
}
