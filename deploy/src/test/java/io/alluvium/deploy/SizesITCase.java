package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of the chart's manual; {@code -Dalluvium.docs.update=true} writes its table. */
class SizesITCase {
  private static final Path MANUAL = Repository.CHART.resolve("README.md");
  private static final String BEGIN = "<!-- memory, by SizesITCase -->\n";
  private static final String END = "<!-- end -->\n";

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    NativeHelm.require();
  }

  @Test
  void memoryIsDividedAsTheManualSays() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
              | | all | heap | RocksDB's pool | other off-heap of tasks | sorts | network | metaspace | Java |
              |---|---|---|---|---|---|---|---|---|
            """);
    for (String example : List.of("small", "medium", "large")) {
      JsonNode cluster = cluster(example);
      TaskExecutorProcessSpec all = BuildCheck.taskManager(cluster);
      Map<String, String> settings = BuildCheck.configuration(cluster);
      MemorySize pool = MemorySize.parse(settings.get("state.backend.rocksdb.memory.fixed-per-tm"));
      List<String> cells = new ArrayList<>(List.of(example));
      cells.add(size(all.getTotalProcessMemorySize()));
      cells.add(size(all.getJvmHeapMemorySize()));
      cells.add(size(pool));
      cells.add(
          size(all.getJvmDirectMemorySize().subtract(all.getNetworkMemSize()).subtract(pool)));
      cells.add(size(all.getManagedMemorySize()));
      cells.add(size(all.getNetworkMemSize()));
      cells.add(size(all.getJvmMetaspaceAndOverhead().getMetaspace()));
      cells.add(size(all.getJvmMetaspaceAndOverhead().getOverhead()));
      table.append("  | ").append(String.join(" | ", cells)).append(" |\n");
    }
    String manual = Files.readString(MANUAL);
    int begin = manual.indexOf(BEGIN) + BEGIN.length();
    int end = manual.indexOf(END);
    if (Boolean.getBoolean("alluvium.docs.update")) {
      Files.writeString(MANUAL, manual.substring(0, begin) + table + manual.substring(end));
    } else {
      assertThat(manual.substring(begin, end)).isEqualTo(table.toString());
    }
  }

  @Test
  void slotsAreThoseThatJobsNeed() throws IOException {
    String manual = Files.readString(MANUAL);
    for (String example : List.of("small", "medium", "large")) {
      JsonNode values =
          Yaml.one(Files.readString(Repository.CHART.resolve("examples/" + example + ".yaml")));
      List<String> parts = new ArrayList<>();
      int needed = 0;
      for (JsonNode job : values.get("jobs")) {
        parts.add(job.get("parallelism").asText());
        needed += job.get("parallelism").asInt();
      }
      int slots =
          values.at("/taskManager/replicas").asInt() * values.at("/taskManager/slots").asInt();
      assertThat(slots).as(example).isEqualTo(needed);
      assertThat(manual).contains("| " + String.join(" + ", parts) + " = " + needed + " |");
    }
  }

  private JsonNode cluster(String example) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(example));
    return Manifests.of(ChartCopy.of(example, copy).render()).ofKind("FlinkDeployment").get(0);
  }

  private static String size(MemorySize size) {
    return Integer.toString(size.getMebiBytes());
  }
}
