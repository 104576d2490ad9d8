package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.snowflake.LocalSnowflake;
import io.alluvium.local.snowflake.UserKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Snowflake part of docs/serving.md as it is printed: served, changed, lost, filled again. */
@Timeout(600)
class SnowflakeServingITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void keepsSnowflakeEqualToGoldAndFillsAnEmptiedOneAgain() throws Exception {
    UserKey key = UserKey.in(folder.resolve("key.pem"));
    try (LocalSnowflake snowflake = LocalSnowflake.start(folder.resolve("snowflake"), 0)) {
      snowflake.createSchema("ALLUVIUM", "GOLD");
      snowflake.addUser("ALLUVIUM", key.publicKey());
      DocumentedSection section =
          DocumentedSection.of("docs/serving.md", "Snowflake")
              .where("http://127.0.0.1:18085", snowflake.url())
              .where(".alluvium/demo/snowflake/key.pem", key.file().toString());
      List<String> blocks = section.blocks("");
      List<String> printed = section.blocks("text");
      DocumentedShell shell = new DocumentedShell(folder.resolve("checkout"));
      // Each block is a shell of its own here.
      shell.with("ALLUVIUM_SNOWFLAKE_URL", snowflake.url());
      shell.with("ALLUVIUM_SNOWFLAKE_KEY_FILE", key.file().toString());

      assertThat(blocks).hasSize(4);
      run(shell, blocks.get(0));
      assertThat(run(shell, blocks.get(1))).isEqualTo(printed.get(0));
      assertThat(run(shell, blocks.get(2))).endsWith(printed.get(1));
      assertThat(run(shell, blocks.get(3))).contains(printed.get(2)).endsWith(printed.get(1));
    }
  }

  private static String run(DocumentedShell shell, String block) throws Exception {
    CommandRun run = shell.run(block, PATIENCE);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return run.out();
  }
}
