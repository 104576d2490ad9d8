package io.alluvium.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jar that a job's classes are in, without what they need: that is in the cluster's lib folder.
 */
public final class JobJar {
  private JobJar() {}

  /**
   * The jar of a job.
   *
   * @param job a class of it
   * @param folder for a jar that is made where the classes are in a folder, as in a build
   */
  public static Path of(Class<?> job, Path folder) throws IOException {
    Path source;
    try {
      source = Path.of(job.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Files.isDirectory(source)
        ? pack(source, folder.resolve(job.getSimpleName() + ".jar"))
        : source;
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
