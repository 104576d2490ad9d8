package io.alluvium.interop.cosmos;

import io.alluvium.local.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Vercel's emulator of Cosmos DB as a process of its own, which keeps all in memory. */
final class CosmosEmulator implements AutoCloseable {
  /** It asks for a key, and takes any. */
  static final String KEY = "bm9ib2R5J3M=";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path program;
  private final Path output;
  private final int port;
  private Process process;

  private CosmosEmulator(Path program, Path output, int port) {
    this.program = program;
    this.output = output;
    this.port = port;
  }

  /**
   * @param home where install-cosmos has put it
   * @param scratch for its output
   */
  static CosmosEmulator start(Path home, Path scratch) throws IOException {
    Path program = home.resolve("node_modules/@vercel/cosmosdb-server/lib/cli.js");
    if (!Files.isRegularFile(program)) {
      throw new IOException(home + " holds no emulator: run interop/cosmos/install-cosmos");
    }
    CosmosEmulator emulator =
        new CosmosEmulator(
            program, scratch.resolve("cosmos.out"), Loopback.port("the emulator", 0));
    emulator.start();
    return emulator;
  }

  /** Starts it, with nothing in it. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                "node",
                "--max-old-space-size=256",
                program.toString(),
                "--host",
                "127.0.0.1",
                "-p",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IOException("The emulator has ended: " + Files.readString(output));
              }
              return Files.readString(output).contains("Ready to accept HTTPS");
            });
  }

  /** Ends it at once, as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  String endpoint() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
