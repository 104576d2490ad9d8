package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.worker.Sides;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * What a leg works with.
 *
 * @param quick whether a sample of about two minutes is asked for
 * @param folder for temporary files, emptied afterwards
 * @param progress what happens, for people
 */
public record Bench(boolean quick, Path folder, Sides sides, PrintWriter progress) {

  void say(String format, Object... arguments) {
    progress.println(String.format(java.util.Locale.ROOT, format, arguments));
    progress.flush();
  }
}
