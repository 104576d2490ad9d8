package io.alluvium.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private long now;

  @Test
  void saysEverySecondSecondHowFarItIs() {
    StringWriter err = new StringWriter();
    Progress progress = new Progress("bytes rewritten", new PrintWriter(err), () -> now);

    progress.progressed(0, 400);
    now = Duration.ofSeconds(1).toNanos();
    progress.progressed(100, 400);
    assertThat(err.toString()).isEmpty();

    now = Duration.ofSeconds(2).toNanos();
    progress.progressed(200, 400);
    now = Duration.ofSeconds(3).toNanos();
    progress.progressed(300, 400);
    now = Duration.ofSeconds(5).toNanos();
    progress.progressed(400, 400);

    assertThat(err.toString().lines())
        .containsExactly(
            "bytes rewritten: 200 of 400 (50 %)", "bytes rewritten: 400 of 400 (100 %)");
  }
}
