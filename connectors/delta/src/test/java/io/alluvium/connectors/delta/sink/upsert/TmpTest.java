package io.alluvium.connectors.delta.sink.upsert;

import java.nio.file.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TmpTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path folder;

  @Test
  void t() throws Exception {
    Changelog c = new Changelog(1, 400);
    UpsertTestJob job = new UpsertTestJob(folder, c, 5000, 2, "hashmap", true, 1L << 20);
    job.build().execute();
    System.out.println(new PrefixCheck(job.table(), c).history(1));
  }
}
