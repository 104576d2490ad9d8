package io.alluvium.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of flink-conf. */
class ProfilesTest {
  private static final Path PROFILES = Path.of("..", "flink-conf");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster", "aks"})
  void eachIsOneThatFlinkCanComputeTheMemoryOf(String profile) {
    ClusterConfiguration configuration = ClusterConfiguration.of(PROFILES.resolve(profile));
    assertThat(configuration.javaOptions(Role.JOB_MANAGER))
        .anyMatch(option -> option.startsWith("-Xmx"))
        .anyMatch(option -> option.startsWith("-XX:MaxMetaspaceSize="))
        .contains("--add-opens=java.base/java.util=ALL-UNNAMED");
    assertThat(configuration.javaOptions(Role.TASK_MANAGER))
        .anyMatch(option -> option.startsWith("-Xmx"))
        .anyMatch(option -> option.startsWith("-XX:MaxDirectMemorySize="));
    assertThat(configuration.javaOptions(Role.SQL_GATEWAY))
        .anyMatch(option -> option.startsWith("-Xmx"));
    assertThat(configuration.computedSettings(Role.TASK_MANAGER))
        .anyMatch(setting -> setting.startsWith("taskmanager.memory.task.heap.size="));
    assertThat(configuration.setting("pipeline.generic-types")).isEqualTo("false");
  }

  /** The pool of RocksDB is memory that Flink must leave to it. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster", "aks"})
  void thePoolOfRocksDbHasRoom(String profile) {
    ClusterConfiguration configuration = ClusterConfiguration.of(PROFILES.resolve(profile));
    assertThat(megabytes(configuration, "taskmanager.memory.task.off-heap.size"))
        .isGreaterThanOrEqualTo(
            megabytes(configuration, "state.backend.rocksdb.memory.fixed-per-tm") + 128);
  }

  private static int megabytes(ClusterConfiguration configuration, String key) {
    return Integer.parseInt(configuration.setting(key).replace(" mb", ""));
  }

  /** So that whoever changes a setting knows what for it is there. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster", "aks"})
  void eachSectionSaysWhy(String profile) throws Exception {
    List<String> silent = new ArrayList<>();
    boolean explained = false;
    for (String line : Files.readAllLines(PROFILES.resolve(profile).resolve("config.yaml"))) {
      if (line.startsWith("# ---") || line.isBlank()) {
        explained = false;
      } else if (line.startsWith("#")) {
        explained = true;
      } else if (!explained && !line.startsWith(" ")) {
        silent.add(line);
      }
    }
    // What must be there, and differs from one cluster to the next.
    assertThat(silent)
        .allMatch(
            line ->
                line.matches("jobmanager\\.rpc\\.address.*|execution\\.checkpointing\\..*dir.*"));
  }

  @Test
  void theFolderOfAClusterHasOneFileThatFlinkReads() throws Exception {
    ClusterHome home = new ClusterHome(folder);
    ClusterConfiguration.write(
        PROFILES.resolve("local"), Map.of("rest.port", "1234", "a.path", "C: #x'y"), home);
    ClusterConfiguration read = ClusterConfiguration.read(home);
    assertThat(read.setting("rest.port")).isEqualTo("1234");
    assertThat(read.setting("a.path")).isEqualTo("C: #x'y");
    assertThat(read.setting("state.backend.type")).isEqualTo("rocksdb");
    assertThat(home.configuration().resolve("log4j.properties")).exists();
  }

  @Test
  void saysWhatIsNoProfile() {
    assertThatThrownBy(() -> ClusterConfiguration.of(folder))
        .isInstanceOf(ClusterException.class)
        .hasMessage(folder + " is no profile of Flink's configuration: it has no config.yaml");
  }

  @Test
  void saysWhichMemoryDoesNotAddUp() throws Exception {
    Files.writeString(
        folder.resolve("config.yaml"),
        "taskmanager.memory.process.size: 100 mb\ntaskmanager.numberOfTaskSlots: 1\n");
    ClusterConfiguration configuration = ClusterConfiguration.of(folder);
    assertThatThrownBy(() -> configuration.javaOptions(Role.TASK_MANAGER))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the memory of the taskmanager:");
  }
}
