package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistake is one clear line on stderr and exit code 2, never a stack trace. */
class CommandErrorsITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void aBusyPort() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(busy.getLocalPort());
      assertRefused(
          AlluviumProcess.demo(folder, folder.resolve("home"), "--kafka-port", port),
          "Kafka cannot listen on port " + port,
          "Stop what uses the port, or give Kafka another port");
    }
  }

  /** Scripts read standard output. */
  @Test
  void aLogThatCannotBeWrittenIsNotToldOnStandardOutput() throws Exception {
    Files.createDirectories(folder.resolve("alluvium.log"));

    AlluviumProcess query =
        AlluviumProcess.start(
            folder, "query", "--home", folder.resolve("missing").toString(), "SELECT 1");

    assertThat(query.await(PATIENCE)).isEqualTo(2);
    assertThat(query.out()).isEmpty();
    assertThat(query.err()).contains("alluvium.log", "alluvium: ");
  }

  @Test
  void aMissingFolderOfData() throws Exception {
    Path missing = folder.resolve("missing");
    assertRefused(
        AlluviumProcess.demo(folder, folder.resolve("home"), "--data", missing.toString()),
        "There is no folder " + missing);
  }

  @Test
  void aFileOfDataThatIsNone() throws Exception {
    Path data = TinyPortfolio.write(folder.resolve("portfolio"));
    Files.writeString(data.resolve("weather").resolve("weather0.csv.gz"), "not compressed");
    assertRefused(
        AlluviumProcess.demo(folder, folder.resolve("home"), "--data", data.toString()),
        "weather0.csv.gz");
  }

  @Test
  void aHomeOfANewerVersion() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("alluvium.properties"), "layout=99\ninput=another\n");
    assertRefused(
        AlluviumProcess.demo(folder, home, "--once"),
        "was written by a newer version of Alluvium (layout 99");
  }

  @Test
  void aHomeThatIsAFolderOfOtherFiles() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("letter.txt"), "Dear");
    assertRefused(AlluviumProcess.demo(folder, home, "--once"), "holds other files", "with --home");
  }

  @Test
  void aRateOfNothing() throws Exception {
    assertRefused(
        AlluviumProcess.demo(folder, folder.resolve("home"), "--rate", "0"),
        "--rate must be more than 0");
  }

  @Test
  void aQueryWithoutADemo() throws Exception {
    assertRefused(
        AlluviumProcess.start(
            folder, "query", "--home", folder.resolve("home").toString(), "SELECT 1"),
        "is not the home of a demo");
  }

  @Test
  void statementsThatAreWrong() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("alluvium.properties"), "layout=1\ninput=none\n");
    Files.createDirectories(home.resolve("lake").resolve("gold"));
    assertRefused(query(home, "SELEC 1"), "SQL parse failed");
    assertRefused(query(home, "SELECT * FROM gold.missing"), "missing");
  }

  private AlluviumProcess query(Path home, String sql) throws Exception {
    return AlluviumProcess.start(folder, "query", "--home", home.toString(), sql);
  }

  private static void assertRefused(AlluviumProcess process, String... parts) throws Exception {
    int code = process.await(PATIENCE);
    String err = process.err();
    assertThat(err).contains(parts);
    assertThat(err.lines()).as(err).hasSize(1);
    assertThat(code).as(err).isEqualTo(2);
  }
}
