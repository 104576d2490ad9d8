package io.alluvium.interop.quality;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Great Expectations itself, in a Python of its own. */
final class GreatExpectationsTool {
  private static final long PATIENCE_SECONDS = 180;
  private static final String SCRIPT = "check_suites.py";

  private final Path home;
  private final Path scratch;

  private GreatExpectationsTool(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /** Skips the test where it is not installed. */
  static GreatExpectationsTool installed(Path scratch) {
    String home = System.getProperty("great-expectations.home", "");
    assumeTrue(
        !home.isEmpty(),
        "skipped: no great-expectations.home; run with"
            + " -Dgreat-expectations.home=\"$(interop/quality/install-great-expectations)\"");
    return new GreatExpectationsTool(Path.of(home), scratch);
  }

  /**
   * What is wrong with folders of suites and results, each line beginning with the folder's name.
   *
   * @param table the folder of the table that they are about
   */
  List<String> findings(Path table, Path... folders) throws Exception {
    Path script = scratch.resolve(SCRIPT);
    try (InputStream content = GreatExpectationsTool.class.getResourceAsStream("/" + SCRIPT)) {
      Files.copy(content, script);
    }
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/python").toString());
    command.addAll(List.of("-W", "ignore", script.toString(), table.toString()));
    for (Path folder : folders) {
      command.add(folder.toString());
    }
    Path output = scratch.resolve("findings.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IOException(
          SCRIPT + (ended ? " failed:\n" : " did not end:\n") + Files.readString(output));
    }
    return Files.readAllLines(output);
  }
}
