package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.LocalRedis;
import io.alluvium.local.cosmos.LocalCosmos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/serving.md as it is printed: Redis served, lost, and filled again; then Cosmos DB from the
 * same lake, lost as well.
 */
@Timeout(600)
class ServingDocumentationITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void keepsRedisEqualToGoldAndFillsAnEmptiedOneAgain() throws Exception {
    try (LocalRedis redis = LocalRedis.start(folder.resolve("redis"), 0)) {
      DocumentedSection section =
          DocumentedSection.of("docs/serving.md", "Redis")
              .where("redis://127.0.0.1:6379", redis.uri());
      List<String> blocks = section.blocks("");
      List<String> printed = section.blocks("text");
      DocumentedShell shell = new DocumentedShell(folder.resolve("checkout"));
      shell.with("PATH", redisCli() + ":" + System.getenv("PATH"));
      shell.with("REDIS_PORT", Integer.toString(redis.port()));
      // Each block is a shell of its own here.
      shell.with("ALLUVIUM_REDIS_URI", redis.uri());

      CommandRun built = shell.run(blocks.get(0), PATIENCE);
      assertThat(built.code()).as(built.out() + built.err()).isZero();
      CommandRun read = shell.run(blocks.get(1), PATIENCE);
      assertThat(read.out()).as(read.err()).isEqualTo(printed.get(0));

      CommandRun refilled = shell.run(blocks.get(2), PATIENCE);
      assertThat(refilled.code()).as(refilled.out() + refilled.err()).isZero();
      assertThat(refilled.out()).contains(printed.get(1)).endsWith("\"99.90\"\n");
      assertThat(shell.run(blocks.get(1), PATIENCE).out()).isEqualTo(printed.get(0));
      assertThat(blocks).hasSize(3);
      servesFromCosmos(shell);
    }
  }

  private void servesFromCosmos(DocumentedShell shell) throws Exception {
    try (LocalCosmos cosmos = LocalCosmos.start(folder.resolve("cosmos"), 0)) {
      Path key = Files.writeString(folder.resolve("cosmos.key"), cosmos.key() + "\n");
      DocumentedSection section =
          DocumentedSection.of("docs/serving.md", "Cosmos DB")
              .where("https://127.0.0.1:18086", cosmos.endpoint())
              .where(".alluvium/demo/cosmos/key", key.toString());
      List<String> blocks = section.blocks("");
      String printed = section.blocks("text").get(0);
      CommandRun built = shell.run(blocks.get(0), PATIENCE);
      assertThat(built.code()).as(built.out() + built.err()).isZero();
      assertThat(built.out()).endsWith(printed);
      assertThat(built.err()).contains(", as of ");
      cosmos.container("kpis", "customer").clear();
      CommandRun refilled = shell.run(blocks.get(0), PATIENCE);
      assertThat(refilled.out())
          .as(refilled.err())
          .contains("The store of job items has lost what was written to it")
          .endsWith(printed);
      assertThat(blocks).hasSize(1);
    }
  }

  private Path redisCli() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path program = programs.resolve("redis-cli");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + RedisCli.class.getName()
            + " \"$@\"\n");
    program.toFile().setExecutable(true);
    return programs;
  }
}
