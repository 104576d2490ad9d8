package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Logs of tables whose accesses fail by a {@link FaultPlan}. */
public final class FaultyTableStorage implements TableStorage {

  @Override
  public boolean handles(String tablePath) {
    return tablePath.startsWith(FaultPlan.SCHEME);
  }

  @Override
  public FileIO fileIo(Configuration configuration) {
    return new LocalFileIO(configuration, FaultPlan.SCHEME, FaultyTableStorage::before);
  }

  private static void before(FileAccess.Kind kind, String path) throws IOException {
    FaultPlan plan = FaultPlan.of(path);
    switch (kind) {
      case LIST -> plan.at(FaultPlan.Event.LOG_LIST);
      case READ -> plan.at(FaultPlan.Event.LOG_READ);
      case WRITE -> plan.at(FaultPlan.Event.LOG_WRITE);
      case PUBLISH -> plan.at(FaultPlan.Event.LOG_PUBLISH);
      case PUBLISHED -> plan.at(FaultPlan.Event.LOG_PUBLISHED);
    }
  }
}
