package io.alluvium.cli;

import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;

/**
 * How storage is reached: as Flink's configuration says, in the folder that {@code FLINK_CONF_DIR}
 * names. Without it there are local folders only.
 */
final class StorageSettings {
  private StorageSettings() {}

  /** Must come before the first access to a lake. */
  static void fromFlink() {
    FileSystem.initialize(GlobalConfiguration.loadConfiguration(), null);
  }
}
