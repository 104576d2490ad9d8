package io.alluvium.interop.azure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Microsoft's emulator of Azure storage as a process of its own, which keeps all in memory. */
final class Azurite implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");

  private final Process process;
  private final URI endpoint;

  private Azurite(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * @param home where install-azurite has put it
   * @param scratch for its output
   * @param key of the account, base64
   */
  static Azurite start(Path home, Path scratch, String account, String key) throws IOException {
    Path program = home.resolve("node_modules/azurite/dist/src/blob/main.js");
    if (!Files.isRegularFile(program)) {
      throw new IOException(home + " holds no Azurite: run interop/azure/install-azurite");
    }
    Path output = scratch.resolve("azurite.out");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                "--max-old-space-size=512",
                program.toString(),
                "--inMemoryPersistence",
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0")
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("AZURITE_ACCOUNTS", account + ":" + key);
    Process process = builder.start();
    try {
      return new Azurite(process, endpoint(process, output));
    } catch (RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private static URI endpoint(Process process, Path output) {
    Matcher[] found = new Matcher[1];
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IOException("Azurite has ended: " + Files.readString(output));
              }
              found[0] = LISTENS.matcher(Files.readString(output));
              return found[0].find();
            });
    return URI.create(found[0].group(1));
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
