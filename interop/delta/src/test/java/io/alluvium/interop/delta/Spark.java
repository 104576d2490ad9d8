package io.alluvium.interop.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apache Spark with delta-spark, in a process of its own with its own libraries. */
final class Spark implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAP = "-Xmx1g";

  /** What Spark's own launcher opens on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private Spark(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the process and waits until it answers. Its log goes to a file in the folder. */
  static Spark start(Path temporary) throws IOException {
    Path module = Path.of(System.getProperty("spark.module")).toAbsolutePath().normalize();
    Path classPath = module.resolve("class-path");
    if (!Files.exists(classPath)) {
      throw new IOException(classPath + " is missing: build the module interop/spark");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
    for (String opened : OPENED) {
      command.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-cp",
            module.resolve("classes") + ":" + Files.readString(classPath).trim(),
            "io.alluvium.interop.spark.SparkServer",
            temporary.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectError(temporary.resolve("spark.log").toFile());
    // Spark reads more of its surroundings than its command line.
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().putAll(Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
    Spark spark = new Spark(builder.start());
    try {
      spark.answer();
    } catch (IOException e) {
      spark.close();
      throw new IOException(log(temporary), e);
    }
    return spark;
  }

  private static String log(Path temporary) throws IOException {
    try (Stream<String> lines = Files.lines(temporary.resolve("spark.log"))) {
      return "Spark does not start: " + String.join("\n", lines.limit(40).toList());
    }
  }

  /** The rows as {@code RowText}s, sorted. */
  List<String> query(String sql) throws IOException {
    requests.write(JSON.writeValueAsString(Map.of("sql", sql)));
    requests.newLine();
    requests.flush();
    JsonNode answer = answer();
    if (answer.has("error")) {
      throw new IOException(sql + ": " + answer.get("error").asText());
    }
    List<String> rows = new ArrayList<>();
    answer.get("rows").forEach(row -> rows.add(row.asText()));
    rows.sort(null);
    return rows;
  }

  void run(String... statements) throws IOException {
    for (String statement : statements) {
      query(statement);
    }
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Spark has ended");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
