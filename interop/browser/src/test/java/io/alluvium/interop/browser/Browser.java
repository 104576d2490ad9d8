package io.alluvium.interop.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Chromium without a window, as a process of its own. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("DevTools listening on ws://([^/]+)/");

  private final Process process;
  private final URI address;

  private Browser(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Skips the test where there is no browser. */
  static Browser start(Path scratch) throws IOException {
    String executable = System.getProperty("browser", "");
    assumeTrue(
        !executable.isEmpty(),
        "skipped: no browser; run with -Dbrowser=\"$(command -v chromium)\"");
    Path output = scratch.resolve("browser.out");
    Process process =
        new ProcessBuilder(
                List.of(
                    executable,
                    "--headless=new",
                    // As root, and in containers, it has no sandbox of its own.
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + scratch.resolve("profile"),
                    "--window-size=1440,1000",
                    "about:blank"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      String address =
          Awaitility.await()
              .atMost(PATIENCE)
              .until(() -> listening(process, output), text -> !text.isEmpty());
      return new Browser(process, URI.create("http://" + address));
    } catch (RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private static String listening(Process process, Path output) throws IOException {
    String text = Files.readString(output);
    if (!process.isAlive()) {
      throw new IOException("The browser ended:\n" + text);
    }
    Matcher matcher = LISTENS.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Opens a page of its own. */
  Page open(URI url) throws Exception {
    return Page.open(address, url);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
