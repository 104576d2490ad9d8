package io.alluvium.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of one service, with the data in a folder of its own. The service initialises the
 * data once; data whose initialisation was interrupted never counts as data.
 */
final class ServiceDirectory {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final String service;
  private final Path root;

  private ServiceDirectory(String service, Path root) {
    this.service = service;
    this.root = root;
  }

  /**
   * @throws LocalServiceException where the directory cannot be made or written
   */
  static ServiceDirectory open(String service, Path root) {
    try {
      Path made = Files.createDirectories(root, OWNER_ONLY).toRealPath();
      if (!Files.isWritable(made)) {
        throw unusable(service, root, "it is not writable", null);
      }
      return new ServiceDirectory(service, made);
    } catch (IOException e) {
      throw unusable(service, root, e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }
  }

  private static LocalServiceException unusable(
      String service, Path root, String reason, IOException cause) {
    return new LocalServiceException(
        String.format(
            "%s cannot keep its data in %s: %s. Choose a directory that you may write.",
            service, root, reason),
        cause);
  }

  Path root() {
    return root;
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  Path data() {
    return root.resolve("data");
  }

  private Path marker() {
    return root.resolve("data-is-initialised");
  }

  boolean isInitialised() {
    return Files.exists(marker());
  }

  void setInitialised() throws IOException {
    Files.writeString(marker(), "");
  }

  /** Removes data of which the initialisation was interrupted. */
  void discardPartialData() throws IOException {
    if (!isInitialised()) {
      delete(data());
    }
  }

  /**
   * The last lines of a log of the service, for a message.
   *
   * @return empty where there is no such log
   */
  String endOf(Path log) throws IOException {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public String toString() {
    return service + " in " + root;
  }
}
