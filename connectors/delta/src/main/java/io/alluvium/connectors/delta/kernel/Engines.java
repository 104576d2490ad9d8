package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.Engine;
import org.apache.hadoop.conf.Configuration;

/** Chooses how Kernel reaches a table's files. */
final class Engines {

  private Engines() {}

  static Engine forTable(String path) {
    return on(filesOf(path));
  }

  static Engine on(FileIO files) {
    return DefaultEngine.create(files);
  }

  static FileIO filesOf(String path) {
    Configuration configuration = new Configuration();
    return LocalFileIO.handles(path)
        ? new LocalFileIO(configuration)
        : new HadoopFileIO(configuration);
  }
}
