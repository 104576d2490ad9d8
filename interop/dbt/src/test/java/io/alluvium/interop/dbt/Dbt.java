package io.alluvium.interop.dbt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** dbt itself, in a Python of its own. */
final class Dbt {
  private static final long PATIENCE_SECONDS = 120;
  private static final String PROFILES =
      "alluvium: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n";

  private final Path home;
  private final Path scratch;

  private Dbt(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /** Skips the test where dbt is not installed. */
  static Dbt installed(Path scratch) {
    String home = System.getProperty("dbt.home", "");
    assumeTrue(
        !home.isEmpty(),
        "skipped: no dbt.home; run with -Ddbt.home=\"$(interop/dbt/install-dbt)\"");
    return new Dbt(Path.of(home), scratch);
  }

  /** Parses a project, and gives the manifest that dbt writes. */
  Path parse(Path project) throws Exception {
    Files.writeString(scratch.resolve("profiles.yml"), PROFILES);
    run(
        List.of(
            home.resolve("bin/dbt").toString(),
            "--no-use-colors",
            "--no-send-anonymous-usage-stats",
            "parse",
            "--project-dir",
            project.toString(),
            "--profiles-dir",
            scratch.toString(),
            "--target-path",
            scratch.resolve("target").toString(),
            "--log-path",
            scratch.resolve("logs").toString()));
    return scratch.resolve("target/manifest.json");
  }

  /** What a Python script on the class path prints, which sees dbt's own classes. */
  String python(String script, Path argument) throws Exception {
    Path file = scratch.resolve(script);
    try (InputStream content = Dbt.class.getResourceAsStream("/" + script)) {
      Files.copy(content, file);
    }
    return run(
        List.of(
            home.resolve("bin/python").toString(),
            "-W",
            "ignore",
            file.toString(),
            argument.toString()));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch, "dbt", ".out");
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(command.get(0) + (ended ? " failed:\n" : " did not end:\n") + text);
    }
    return text;
  }
}
