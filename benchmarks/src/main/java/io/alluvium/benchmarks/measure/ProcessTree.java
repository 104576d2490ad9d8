package io.alluvium.benchmarks.measure;

import io.alluvium.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CPU time of a process and all its descendants, ended ones included, as Linux counts it. */
public record ProcessTree(long pid) {
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of /proc/pid/stat after the command: utime, stime, and those of ended children. */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  /** Seconds since the process started. */
  public double cpuSeconds() {
    long ticks = ticks(pid);
    try (Stream<ProcessHandle> descendants =
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElse(Stream.empty())) {
      for (ProcessHandle descendant : (Iterable<ProcessHandle>) descendants::iterator) {
        ticks += ticks(descendant.pid());
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The command, in parentheses, may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (NoSuchFileException e) {
      // It ended meanwhile: its time is in its parent's.
      return 0;
    } catch (IOException e) {
      throw new BenchmarkException("Cannot read the CPU time of process " + pid, e);
    }
  }
}
