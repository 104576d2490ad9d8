package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.tables.EventTable;
import io.alluvium.benchmarks.tables.ProjectFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of events that the models of a project read, by how many files they have.
 *
 * @param distanceMillis from one event to the next, in event time
 */
record EventInput(Path tables, Path project, int rowsPerFile, long distanceMillis) {

  /** Makes tables of a size and of three times that. */
  static EventInput make(
      Bench bench, String project, int files, int rowsPerFile, long distanceMillis)
      throws IOException {
    EventInput input =
        new EventInput(
            bench.folder().resolve(project),
            ProjectFolder.copy(project, bench.folder().resolve(project + "-project")),
            rowsPerFile,
            distanceMillis);
    for (int size : List.of(files, 3 * files)) {
      input.write(size);
    }
    return input;
  }

  void write(int files) throws IOException {
    EventTable.write(table(files), files, rowsPerFile, distanceMillis);
  }

  Path table(int files) {
    return tables.resolve(Integer.toString(files));
  }

  long rows(int files) {
    return (long) files * rowsPerFile;
  }

  long endMillis(int files) {
    return EventTable.endMillis(rows(files), distanceMillis);
  }

  /** The parameters of a run, whose lake is made. */
  Map<String, String> prepare(int files, Path folder, String jobs) throws IOException {
    Path lake = folder.resolve("lake");
    Path read = lake.resolve("bronze/event");
    TableCopy.make(table(files), read);
    Map<String, String> parameters = new HashMap<>();
    parameters.put("project", project.toString());
    parameters.put("lake", lake.toString());
    parameters.put("table", read.toString());
    parameters.put("jobs", jobs);
    parameters.put("folder", folder.toString());
    return parameters;
  }
}
