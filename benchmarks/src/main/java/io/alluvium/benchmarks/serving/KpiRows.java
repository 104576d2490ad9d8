package io.alluvium.benchmarks.serving;

/**
 * Rows of KPIs by number: those of 100,000 keys again and again, each time in the same scattered
 * order.
 */
public final class KpiRows {
  /** Keys that there are. */
  public static final int KEYS = 100_000;

  /** The names of the four columns, the key first. */
  public static final String NAME = "name";

  public static final String READINGS = "readings";
  public static final String STATE = "state";
  public static final String MEAN = "mean";

  /** What the keys in Redis begin with. */
  public static final String PREFIX = "kpi:";

  /** Without a common divisor with the number of keys. */
  private static final long STEP = 61_803;

  private static final String[] STATES = {"fresh", "late", "missing"};

  private KpiRows() {}

  public static String name(long row) {
    return "meter-" + row % KEYS * STEP % KEYS;
  }

  public static String state(long row) {
    return STATES[(int) (row % STATES.length)];
  }

  public static double mean(long row) {
    return row % 1_000 / 4.0;
  }
}
