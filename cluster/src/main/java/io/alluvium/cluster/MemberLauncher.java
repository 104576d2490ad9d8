package io.alluvium.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Starts the processes of a cluster, which outlive this one. */
final class MemberLauncher {
  private static final String SETSID = "setsid";

  private final ClusterHome home;
  private final ClusterConfiguration configuration;
  private final String classPath;

  MemberLauncher(ClusterHome home, ClusterConfiguration configuration, String classPath) {
    this.home = home;
    this.configuration = configuration;
    this.classPath = classPath;
  }

  /**
   * Starts a process.
   *
   * @param name of the member
   */
  Member launch(Role role, String name) throws IOException {
    String id = name + "-" + UUID.randomUUID();
    Files.createDirectories(home.logs());
    Path log = home.logs().resolve(name + ".log");
    Path output = home.logs().resolve(name + ".out");
    List<String> command = new ArrayList<>(session());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(configuration.javaOptions(role));
    command.add(Member.mark(id));
    command.add("-Dlog.file=" + log);
    command.add(
        "-Dlog4j.configurationFile=" + configuration.folder().resolve("log4j.properties").toUri());
    command.addAll(List.of("-cp", classPath(), role.mainClass()));
    command.addAll(arguments(role, id));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("FLINK_CONF_DIR", configuration.folder().toString());
    return new Member(role, name, id, builder.start().pid(), log.toString());
  }

  /**
   * A session of its own: Ctrl-C, and the end of the terminal, are for the command that started it
   * only. The program replaces itself, so that the process number stays.
   */
  private static List<String> session() {
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, SETSID)));
    return isThere ? List.of(SETSID) : List.of();
  }

  private String classPath() throws IOException {
    // A jar of the user counts before ours.
    return Files.isDirectory(home.lib())
        ? home.lib() + File.separator + "*" + File.pathSeparator + classPath
        : classPath;
  }

  private List<String> arguments(Role role, String id) {
    List<String> arguments = new ArrayList<>();
    String folder = configuration.folder().toString();
    switch (role) {
      case COORDINATOR ->
          arguments.addAll(List.of("--zkConfigFile", folder + "/zoo.cfg", "--peerId", "1"));
      case JOB_MANAGER ->
          arguments.addAll(List.of("--configDir", folder, "--executionMode", "cluster"));
      case TASK_MANAGER -> {
        arguments.addAll(List.of("--configDir", folder));
        arguments.addAll(List.of("-D", "taskmanager.resource-id=" + id));
      }
      // All of its settings are in the file.
      case SQL_GATEWAY -> {}
    }
    arguments.addAll(configuration.computedSettings(role));
    return arguments;
  }
}
