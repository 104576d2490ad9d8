package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.Engine;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;

/** Chooses how Kernel reaches a table's files. */
final class Engines {
  private static final List<TableStorage> STORAGES =
      ServiceLoader.load(TableStorage.class, Engines.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Engines() {}

  static Engine forTable(String path) {
    return on(filesOf(path));
  }

  /** To read commits with, and nothing else. */
  static Engine forCommits(String path) {
    FileIO files = filesOf(path);
    return on(AzureFileIO.handles(path) ? new ProbedLog(files) : files);
  }

  static Engine on(FileIO files) {
    return new TableEngine(files);
  }

  static FileIO filesOf(String path) {
    if (AzureFileIO.handles(path)) {
      return new AzureFileIO(() -> HadoopFiles.of(path));
    }
    Configuration configuration = new Configuration();
    if (LocalFileIO.handles(path)) {
      return new LocalFileIO(configuration);
    }
    return STORAGES.stream()
        .filter(storage -> storage.handles(path))
        .findFirst()
        .map(storage -> storage.fileIo(configuration))
        .orElseGet(() -> new HadoopFileIO(configuration));
  }
}
