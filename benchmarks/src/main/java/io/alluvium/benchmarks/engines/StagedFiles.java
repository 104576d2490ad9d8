package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The limit: a loop that writes the files which Snowflake would load, and nothing else. Parameters:
 * {@code rows}, {@code folder}.
 */
public final class StagedFiles implements Engine {
  private static final int BUFFER = 64 * 1024;

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    long rows = Long.parseLong(parameters.get("rows"));
    for (long from = 0; from < rows; from += KpiRows.KEYS) {
      write(folder.resolve(from + ".csv.gz"), from, Math.min(rows, from + KpiRows.KEYS));
    }
    return Map.of();
  }

  private static void write(Path file, long from, long to) throws IOException {
    StringBuilder line = new StringBuilder();
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FastGzip(Files.newOutputStream(file)), StandardCharsets.UTF_8),
            BUFFER)) {
      for (long row = from; row < to; row++) {
        line.setLength(0);
        line.append('"')
            .append(KpiRows.name(row))
            .append("\",")
            .append(row)
            .append(",\"")
            .append(KpiRows.state(row))
            .append("\",")
            .append(KpiRows.mean(row))
            .append(',')
            .append(row)
            .append(",false\n");
        out.append(line);
      }
    }
  }
}
