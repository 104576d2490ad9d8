package io.alluvium.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A service that a process of its own has started, so that the process can be killed. */
final class ServiceInChildProcess {
  private static final String READY = "ready ";

  private final Process process;
  private final int port;

  private ServiceInChildProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ServiceInChildProcess start(Class<?> service, Path directory, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceInChildProcess.class.getName(),
                service.getSimpleName(),
                directory.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the process with the service ended before it was ready");
    }
    return new ServiceInChildProcess(
        process, Integer.parseInt(line.substring(READY.length()).trim()));
  }

  int port() {
    return port;
  }

  /** As {@code kill -9} does it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    int port =
        switch (args[0]) {
          case "LocalPostgres" -> LocalPostgres.start(directory, 0).port();
          case "LocalRedis" -> LocalRedis.start(directory, 0).port();
          case "LocalFlink" -> count(directory, Path.of(args[2]));
          case "LocalKafka" ->
              Integer.parseInt(
                  LocalKafka.start(directory, 0).bootstrapServers().replaceAll(".*:", ""));
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println(READY + port);
    System.out.flush();
    new CountDownLatch(1).await();
  }

  private static int count(Path home, Path notes) throws Exception {
    LocalFlink flink =
        LocalFlink.start(home, new LocalFlink.Settings(0, 2, Duration.ofMillis(200)));
    CountingJob.submit(flink, notes, -1);
    return URI.create(flink.webUrl()).getPort();
  }
}
