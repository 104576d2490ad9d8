package io.alluvium.connectors.snowflake;

import io.alluvium.local.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** fakesnow's server as a process of its own, which keeps all in memory. It takes any login. */
final class Fakesnow implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final int port;

  private Fakesnow(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param home where install-fakesnow has put it
   * @param scratch for its output
   */
  static Fakesnow start(Path home, Path scratch) throws IOException {
    Path program = home.resolve("bin/fakesnow");
    if (!Files.isExecutable(program)) {
      throw new IOException(home + " holds no fakesnow: run interop/snowflake/install-fakesnow");
    }
    int port = Loopback.port("fakesnow", 0);
    Path output = scratch.resolve("fakesnow.out");
    Process process =
        new ProcessBuilder(program.toString(), "-s", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Fakesnow started = new Fakesnow(process, port);
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                String text = Files.readString(output);
                if (!process.isAlive()) {
                  throw new IOException("fakesnow has ended: " + text);
                }
                return text.contains("running on http");
              });
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    return started;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
