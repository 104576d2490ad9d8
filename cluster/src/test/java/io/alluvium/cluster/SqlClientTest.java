package io.alluvium.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqlClientTest {
  @Test
  void tellsWhetherAStatementWasGivenUp() throws Exception {
    String given =
        "Flink SQL> SELECT 1\u001B[31;1m[ERROR] Could not execute SQL statement. Reason:\nwhy\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(passOn(given, out)).isFalse();
    assertThat(passOn("| [ERROR] |\n1 row in set\n", out)).isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            given.lines().findFirst().orElseThrow(), "why", "| [ERROR] |", "1 row in set");
  }

  private static boolean passOn(String printed, ByteArrayOutputStream out) throws Exception {
    return SqlClient.passOn(
        new BufferedReader(new StringReader(printed)),
        new PrintStream(out, true, StandardCharsets.UTF_8));
  }
}
