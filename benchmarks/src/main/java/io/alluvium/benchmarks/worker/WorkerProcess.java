package io.alluvium.benchmarks.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.measure.ProcessTree;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@link Worker}, seen from the benchmark. */
public final class WorkerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private WorkerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * A run's cost.
   *
   * @param cpuSeconds of the worker's whole process tree
   * @param figures that the engine itself measured
   */
  public record Cost(double cpuSeconds, double wallSeconds, Map<String, Double> figures) {}

  public static WorkerProcess start(Side side, Path folder) {
    Path log = folder.resolve(side.name() + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(side.javaOptions());
    command.addAll(List.of("-cp", side.classPath(), Worker.class.getName(), side.engine()));
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      return new WorkerProcess(side.name(), log, builder.start());
    } catch (IOException e) {
      throw new BenchmarkException("Cannot start " + side.name(), e);
    }
  }

  /** Lets the engine work once. */
  public Cost run(Map<String, String> parameters) {
    ProcessTree tree = new ProcessTree(process.pid());
    double cpu = tree.cpuSeconds();
    long start = System.nanoTime();
    JsonNode answer = exchange(parameters);
    double wall = (System.nanoTime() - start) / 1e9;
    Map<String, Double> figures = new LinkedHashMap<>();
    answer
        .fields()
        .forEachRemaining(field -> figures.put(field.getKey(), field.getValue().asDouble()));
    return new Cost(tree.cpuSeconds() - cpu, wall, figures);
  }

  private JsonNode exchange(Map<String, String> parameters) {
    String line;
    try {
      requests.write(JSON.writeValueAsString(parameters));
      requests.newLine();
      requests.flush();
      line = answers.readLine();
      if (line != null) {
        JsonNode answer = JSON.readTree(line);
        if (!answer.has("error")) {
          return answer;
        }
        Files.writeString(
            log, answer.get("error").asText(), java.nio.file.StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new BenchmarkException(name + " does not answer; its log is " + log, e);
    }
    throw new BenchmarkException(name + " failed; its log is " + log);
  }

  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
