package io.alluvium.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class's {@code main} in a process of its own, with this one's class path, to be killed. */
public final class JavaProcess implements AutoCloseable {
  /** What Flink's serializers and its memory need of the platform. */
  private static final List<String> OPENED =
      List.of(
          "lang", "lang.reflect", "net", "io", "nio", "text", "time", "util", "util.concurrent");

  private final Process process;
  private final Path output;

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param heapMegabytes of the process
   * @param output file that takes what the process prints
   */
  public static JavaProcess start(
      String mainClass, int heapMegabytes, Path output, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC"));
    OPENED.forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    return new JavaProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start(),
        output);
  }

  /**
   * @throws IllegalStateException where it has ended
   */
  public void checkAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "The process has ended with " + process.exitValue() + ", see " + output);
    }
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
