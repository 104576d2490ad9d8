package io.alluvium.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** Flink's settings of a cluster, and what they ask of its processes. */
final class ClusterConfiguration {
  private static final String FILE = "config.yaml";

  private final Path folder;
  private final Configuration configuration;

  private ClusterConfiguration(Path folder, Configuration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /**
   * Copies a profile into the home, with what only this cluster knows.
   *
   * @throws ClusterException where the profile is no folder with a {@code config.yaml}, or a
   *     setting is wrong
   */
  static ClusterConfiguration write(Path profile, Map<String, String> settings, ClusterHome home)
      throws IOException {
    Configuration configuration = load(profile);
    settings.forEach(configuration::setString);
    Path folder = Files.createDirectories(home.configuration());
    try (Stream<Path> files = Files.list(profile)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Written by 'alluvium cluster start' from " + profile + ": change that, and start.");
    lines.addAll(
        ConfigurationUtils.convertConfigToWritableLines(configuration, /* flattenYaml= */ true));
    Files.write(folder.resolve(FILE), lines);
    return new ClusterConfiguration(folder, configuration);
  }

  /** The configuration that a cluster was started with. */
  static ClusterConfiguration read(ClusterHome home) {
    return of(home.configuration());
  }

  /**
   * That of a folder.
   *
   * @throws ClusterException where it has no valid {@code config.yaml}
   */
  static ClusterConfiguration of(Path folder) {
    return new ClusterConfiguration(folder, load(folder));
  }

  private static Configuration load(Path profile) {
    if (!Files.isRegularFile(profile.resolve(FILE))) {
      throw new ClusterException(
          profile + " is no profile of Flink's configuration: it has no " + FILE);
    }
    try {
      return GlobalConfiguration.loadConfiguration(profile.toString());
    } catch (RuntimeException e) {
      throw new ClusterException(
          profile.resolve(FILE) + " is no valid configuration: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The options of a role's Java, as the scripts of Flink's distribution give them. */
  List<String> javaOptions(Role role) {
    List<String> options = new ArrayList<>();
    options.addAll(memory(role));
    options.addAll(words(setting(CoreOptions.FLINK_DEFAULT_JVM_OPTIONS.key())));
    options.addAll(words(setting(CoreOptions.FLINK_JVM_OPTIONS.key())));
    options.addAll(words(setting("env.java.opts." + role.text())));
    return options;
  }

  /** The options of a client's Java. */
  List<String> clientJavaOptions() {
    List<String> options = new ArrayList<>();
    options.addAll(words(setting(CoreOptions.FLINK_JVM_OPTIONS.key())));
    options.addAll(words(setting(CoreOptions.FLINK_CLI_JVM_OPTIONS.key())));
    return options;
  }

  private List<String> memory(Role role) {
    try {
      return switch (role) {
        case JOB_MANAGER ->
            words(JobManagerProcessUtils.generateJvmParametersStr(jobManager(), configuration));
        case TASK_MANAGER -> words(ProcessMemoryUtils.generateJvmParametersStr(taskManager()));
        // Their heaps are in env.java.opts, as Flink has no settings for them.
        case COORDINATOR, SQL_GATEWAY -> List.of();
      };
    } catch (IllegalConfigurationException e) {
      throw new ClusterException(
          folder.resolve(FILE) + ": the memory of the " + role.text() + ": " + e.getMessage(), e);
    }
  }

  /** What Flink has computed of the memory of a process, as pairs of {@code -D}. */
  List<String> computedSettings(Role role) {
    return switch (role) {
      case JOB_MANAGER -> words(JobManagerProcessUtils.generateDynamicConfigsStr(jobManager()));
      case TASK_MANAGER -> words(TaskExecutorProcessUtils.generateDynamicConfigsStr(taskManager()));
      case COORDINATOR, SQL_GATEWAY -> List.of();
    };
  }

  private JobManagerProcessSpec jobManager() {
    return JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
        configuration, JobManagerOptions.JVM_HEAP_MEMORY);
  }

  private TaskExecutorProcessSpec taskManager() {
    return TaskExecutorProcessUtils.processSpecFromConfig(configuration);
  }

  boolean isHighlyAvailable() {
    return "zookeeper".equals(setting("high-availability.type"));
  }

  /** Empty where it is not set. */
  String setting(String key) {
    return configuration.toMap().getOrDefault(key, "");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
