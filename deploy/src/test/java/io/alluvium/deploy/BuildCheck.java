package io.alluvium.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.doctor.Doctor;
import io.alluvium.doctor.files.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;

/** Whether manifests fit what the build makes: jars, classes, Flink's version, settings, memory. */
final class BuildCheck {
  private static final Pattern JAR = Pattern.compile("https://.+/alluvium-([a-z]+)-(.+)\\.jar");

  /** Jobs' jars by name, and the modules that make them. */
  private static final Map<String, String> MODULES =
      Map.of("cdc", "cdc", "ingest", "flink-jobs/ingest", "models", "flink-jobs/models");

  private final List<String> problems = new ArrayList<>();

  private BuildCheck() {}

  static List<String> problems(Manifests manifests, Path folder) throws IOException {
    BuildCheck check = new BuildCheck();
    for (JsonNode job : manifests.ofKind("FlinkSessionJob")) {
      check.job(job, manifests);
    }
    for (JsonNode cluster : manifests.ofKind("FlinkDeployment")) {
      check.version(cluster);
      check.settings(cluster);
      check.memory(cluster);
    }
    Path file = Files.writeString(folder.resolve("rendered.yaml"), manifests.text());
    new Doctor()
        .look(Project.read(List.of(file)))
        .forEach(
            finding ->
                check.problems.add("doctor: " + finding.rule().id() + ": " + finding.message()));
    return check.problems;
  }

  private void job(JsonNode job, Manifests manifests) throws IOException {
    String uri = job.at("/spec/job/jarURI").asText();
    Matcher jar = JAR.matcher(uri);
    if (!jar.matches() || !MODULES.containsKey(jar.group(1))) {
      problem(job, "the build makes no jar " + uri);
      return;
    }
    String module = MODULES.get(jar.group(1));
    String artifact =
        Repository.first(
            Repository.ROOT.resolve(module + "/pom.xml"), "<artifactId>(alluvium-(?!parent)[^<]+)");
    if (!artifact.equals("alluvium-" + jar.group(1))
        || !jar.group(2).equals(Repository.version())) {
      problem(job, "the build makes no jar " + uri);
    }
    String entry = job.at("/spec/job/entryClass").asText();
    try {
      Class<?> entryClass = Class.forName(entry, false, BuildCheck.class.getClassLoader());
      entryClass.getMethod("main", String[].class);
      String place = entryClass.getProtectionDomain().getCodeSource().getLocation().getPath();
      if (!place.contains("/" + module + "/") && !place.contains("/" + artifact + "/")) {
        problem(job, entry + " is not in " + artifact);
      }
    } catch (ReflectiveOperationException e) {
      problem(job, "there is no class with a main: " + entry);
    }
    for (JsonNode argument : job.at("/spec/job/args")) {
      file(job, argument.asText(), manifests);
    }
  }

  private void file(JsonNode job, String argument, Manifests manifests) throws IOException {
    String definitions = "/opt/alluvium/definitions/";
    if (argument.startsWith(definitions)) {
      String name = argument.substring(definitions.length());
      boolean isThere =
          manifests.ofKind("ConfigMap").stream().anyMatch(map -> map.path("data").has(name));
      if (!isThere) {
        problem(job, "there is no definition " + name);
      }
    } else if (argument.startsWith("/opt/alluvium/")
        && !Files.readString(Repository.DOCKERFILE).contains(" " + argument + "\n")) {
      problem(job, "the image has no " + argument);
    }
  }

  private void version(JsonNode cluster) throws IOException {
    String flink = Repository.property("flink.version");
    String expected = "v" + flink.substring(0, flink.lastIndexOf('.')).replace('.', '_');
    if (!cluster.at("/spec/flinkVersion").asText().equals(expected)) {
      problem(cluster, "flinkVersion is not " + expected + " of the build");
    }
    if (!cluster.at("/spec/image").asText().endsWith(":" + Repository.version())) {
      problem(cluster, "the image is not that of the build, " + Repository.version());
    }
  }

  private void settings(JsonNode cluster) {
    List<String> known = new ArrayList<>();
    for (var field : AutoScalerOptions.class.getFields()) {
      if (field.getType() == ConfigOption.class) {
        try {
          known.add(((ConfigOption<?>) field.get(null)).key());
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    for (String key : new TreeSet<>(configuration(cluster).keySet())) {
      if (key.startsWith("job.autoscaler.") && !known.contains(key)) {
        problem(cluster, "the autoscaler has no setting " + key);
      }
    }
  }

  /** As Flink divides the memory of its processes; it refuses what does not fit. */
  private void memory(JsonNode cluster) {
    Configuration flink = Configuration.fromMap(configuration(cluster));
    try {
      taskManager(cluster);
      flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, size(cluster, "jobManager"));
      JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
          flink, JobManagerOptions.JVM_HEAP_MEMORY);
    } catch (IllegalConfigurationException | IllegalArgumentException e) {
      problem(cluster, "memory does not fit: " + e.getMessage());
    }
  }

  /** How Flink divides a task manager's memory. */
  static TaskExecutorProcessSpec taskManager(JsonNode cluster) {
    Configuration flink = Configuration.fromMap(configuration(cluster));
    flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, size(cluster, "taskManager"));
    return TaskExecutorProcessUtils.processSpecFromConfig(flink);
  }

  private static MemorySize size(JsonNode cluster, String process) {
    return MemorySize.parse(cluster.at("/spec/" + process + "/resource/memory").asText());
  }

  static Map<String, String> configuration(JsonNode cluster) {
    Map<String, String> settings = new HashMap<>();
    cluster
        .at("/spec/flinkConfiguration")
        .fields()
        .forEachRemaining(field -> settings.put(field.getKey(), field.getValue().asText()));
    return settings;
  }

  private void problem(JsonNode owner, String problem) {
    problems.add(Manifests.name(owner) + ": " + problem);
  }
}
