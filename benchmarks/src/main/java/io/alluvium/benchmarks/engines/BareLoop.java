package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventReader;
import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.tables.PlainParquet;
import io.alluvium.benchmarks.worker.Engine;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * The limit: decodes the events and writes them with parquet-java's writer, in one thread and with
 * nothing around it. Parameters as {@link FlinkAppend}.
 */
public final class BareLoop implements Engine {
  private static final int FILES_PER_OUTPUT = 4;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path output = Files.createDirectories(Path.of(parameters.get("folder"), "lake"));
    int files = Integer.parseInt(parameters.get("files"));
    int number = 0;
    ParquetWriter<RowData> writer = null;
    try (Stream<Path> inputs = Files.list(Path.of(parameters.get("events")))) {
      for (Path input : inputs.sorted().limit(files).toList()) {
        if (writer == null) {
          writer = PlainParquet.writer(output.resolve(number + ".parquet"), EventSchema.rowType());
        }
        write(input, writer);
        if (++number % FILES_PER_OUTPUT == 0) {
          writer.close();
          writer = null;
        }
      }
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
    return Map.of();
  }

  private static void write(Path input, ParquetWriter<RowData> writer) throws Exception {
    try (InputStream stream = Files.newInputStream(input);
        EventReader reader = new EventReader(stream)) {
      for (RowData row = reader.next(); row != null; row = reader.next()) {
        writer.write(row);
      }
    }
  }
}
