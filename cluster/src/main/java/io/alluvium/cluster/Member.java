package io.alluvium.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of a cluster.
 *
 * @param name unique in the cluster while it runs, such as {@code taskmanager-2}
 * @param id that no other process of any cluster has or had; it is in the command line
 * @param log the file that its log goes to
 */
public record Member(Role role, String name, String id, long pid, String log) {
  private static final Path PROCESSES = Path.of("/proc");

  /** The option of the command line by which a process is known. */
  static String mark(String id) {
    return "-Dalluvium.member=" + id;
  }

  /**
   * Whether the process runs. A number that another process has by now is not it: what counts is
   * the command line, which a process that nobody waited for after its end has lost.
   */
  @JsonIgnore
  public boolean isAlive() {
    return process().isPresent();
  }

  /** The process, where it is the member. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
  }

  private boolean isOurs(ProcessHandle handle) {
    return commandLine(handle).contains(mark(id));
  }

  private static String commandLine(ProcessHandle handle) {
    Path file = PROCESSES.resolve(Long.toString(handle.pid())).resolve("cmdline");
    if (Files.isDirectory(PROCESSES)) {
      try {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        // It has ended, or is another user's and thus not ours.
        return "";
      }
    }
    return handle.info().commandLine().orElse("");
  }
}
