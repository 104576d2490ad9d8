package io.alluvium.benchmarks.measure;

import java.util.zip.Deflater;

/** A fixed piece of work: where its CPU time changes, the machine did. */
public final class Canary {
  private static final int BYTES = 12 << 20;
  private static final int PASSES = 5;

  private final byte[] input = new byte[BYTES];
  private final byte[] output = new byte[BYTES];

  public Canary() {
    long state = 42;
    for (int i = 0; i < BYTES; i++) {
      state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      input[i] = (byte) ((state >>> 60) + 'a');
    }
  }

  /** CPU seconds of the work, about half a second. */
  public double run() {
    long before = threadNanos();
    for (int pass = 0; pass < PASSES; pass++) {
      Deflater deflater = new Deflater(Deflater.BEST_SPEED);
      deflater.setInput(input);
      deflater.finish();
      while (!deflater.finished()) {
        deflater.deflate(output);
      }
      deflater.end();
    }
    return (threadNanos() - before) / 1e9;
  }

  private static long threadNanos() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
