package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.tables.NexmarkTables;
import io.alluvium.benchmarks.tables.ProjectFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of Nexmark, by how many events they have, and the project of its queries.
 *
 * @param events in one of size
 */
record NexmarkInput(Path tables, Path project, int events) {
  private static final long SEED = 20;
  private static final int ROWS_PER_FILE = 250_000;

  /** Makes tables of a size and of three times that. */
  static NexmarkInput make(Bench bench, String leg, int size, int events) throws IOException {
    NexmarkInput input =
        new NexmarkInput(
            bench.folder().resolve(leg),
            ProjectFolder.copy("nexmark", bench.folder().resolve(leg + "-project")),
            events);
    for (int one : List.of(size, 3 * size)) {
      NexmarkTables.write(input.tables(one), SEED, (long) one * events, ROWS_PER_FILE);
    }
    return input;
  }

  Path tables(int size) {
    return tables.resolve(size + "");
  }

  /** The parameters of a query's run, whose lake is made. */
  Map<String, String> prepare(int size, Path folder, String query, String into, String cluster)
      throws IOException {
    Path lake = folder.resolve("lake");
    TableCopy.make(tables(size), lake.resolve("bronze"));
    Map<String, String> parameters = new HashMap<>();
    parameters.put("project", project.toString());
    parameters.put("lake", lake.toString());
    parameters.put("jobs", query);
    parameters.put("var.query", query);
    parameters.put("var.into", into);
    parameters.put("cluster", cluster);
    parameters.put("folder", folder.toString());
    return parameters;
  }
}
