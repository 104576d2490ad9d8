package io.alluvium.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flink's SQL client, a process on this terminal. */
public final class SqlClient {
  private static final String MAIN = "org.apache.flink.table.client.SqlClient";
  private static final String GIVEN_UP = "[ERROR] Could not execute SQL statement. Reason:";
  private static final int FAILED = 1;

  private final ClusterLibraries libraries;
  private final Path profile;

  /**
   * @param profile the folder of Flink's {@code config.yaml}
   */
  public SqlClient(ClusterLibraries libraries, Path profile) {
    this.libraries = libraries;
    this.profile = profile;
  }

  /**
   * Runs until the user, or the file, comes to the end.
   *
   * @param gateway that runs what it is given
   * @param init the file of statements that the session begins with
   * @param file the statements to run; empty to ask the user for them
   * @param log the file for what the client logs
   * @return the exit code, 0 where all statements were run
   * @throws ClusterException where no gateway answers
   */
  public int run(ClusterAddress gateway, Path init, Optional<Path> file, Path log)
      throws IOException, InterruptedException {
    if (!new FlinkRest(gateway).answers("/v1/info")) {
      throw new ClusterException(
          "No SQL gateway answers at "
              + gateway
              + ". Start a cluster with 'alluvium cluster start', or name another --gateway");
    }
    Files.createDirectories(log.getParent());
    ClusterConfiguration configuration = ClusterConfiguration.of(profile);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(configuration.clientJavaOptions());
    // Else it complains where it has no terminal, as in a script.
    command.add("-Dorg.jline.terminal.dumb=true");
    command.add("-Dlog.file=" + log);
    command.add("-Dlog4j.configurationFile=" + profile.resolve("log4j.properties").toUri());
    command.addAll(List.of("-cp", libraries.classPath(), MAIN, "gateway"));
    command.addAll(List.of("-e", gateway.host() + ":" + gateway.port(), "-i", init.toString()));
    command.addAll(List.of("-hist", log.resolveSibling("sql-history").toString()));
    file.ifPresent(path -> command.addAll(List.of("-f", path.toString())));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("FLINK_CONF_DIR", profile.toString());
    if (file.isEmpty()) {
      return builder.start().waitFor();
    }
    Process client = builder.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
    boolean allRan;
    try (BufferedReader printed = client.inputReader()) {
      allRan = passOn(printed, System.out);
    }
    int code = client.waitFor();
    return code == 0 && !allRan ? FAILED : code;
  }

  /**
   * Prints what the client prints. Its exit code is 0 also where it gave a file up at a statement,
   * so that only its words tell.
   *
   * @return whether it gave up no statement
   */
  static boolean passOn(BufferedReader printed, PrintStream out) throws IOException {
    boolean allRan = true;
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      allRan &= !line.contains(GIVEN_UP);
      out.println(line);
    }
    out.flush();
    return allRan;
  }
}
