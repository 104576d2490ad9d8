package io.alluvium.demo;

import io.alluvium.local.DirectoryLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder that holds everything a demo keeps: the services' data, Flink's checkpoints and the
 * lake. One demo at a time uses it.
 */
public final class DemoHome implements AutoCloseable {
  /** Where a demo keeps everything unless it is told otherwise, below the working directory. */
  public static final String DEFAULT = ".alluvium/demo";

  private static final int LAYOUT = 1;
  private static final String MARKER = "alluvium.properties";
  private static final String NEW = ".new";
  private static final String LOCK = "alluvium.lock";
  private static final String LAYOUT_KEY = "layout";
  private static final String INPUT_KEY = "input";

  private final Path root;
  private final DirectoryLock lockFile;

  private DemoHome(Path root, DirectoryLock lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Opens a home, and lays it out where it is new.
   *
   * @param input what feeds the demo; a home takes one input only, for its counts are of that input
   * @throws DemoException where the folder is no home, a newer one, in use, or of other input
   */
  public static DemoHome open(Path root, String input) {
    try {
      Files.createDirectories(root);
      DirectoryLock lockFile = lock(root);
      try {
        Properties marker = readMarker(root);
        if (marker.isEmpty()) {
          requireEmpty(root);
          writeMarker(root, input);
        } else if (!input.equals(marker.getProperty(INPUT_KEY))) {
          throw new DemoException(
              String.format(
                  "The home %s was filled from %s, not from %s."
                      + " Give the same --data as then, or another --home.",
                  root, marker.getProperty(INPUT_KEY), input));
        }
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
      return new DemoHome(root, lockFile);
    } catch (IOException e) {
      throw new DemoException(
          String.format(
              "Cannot use %s as home: %s. Choose a folder that you may write with --home.",
              root, reason(e)),
          e);
    }
  }

  /**
   * The lake of a home that a demo has filled, whether or not the demo runs.
   *
   * @throws DemoException where there is none
   */
  public static Path lakeOf(Path root) {
    try {
      if (readMarker(root).isEmpty()) {
        throw new DemoException(
            String.format(
                "%s is not the home of a demo. Run './alluvium demo' first, or name its --home.",
                root));
      }
    } catch (IOException e) {
      throw new DemoException(
          String.format("Cannot read the home %s: %s. Check its permissions.", root, reason(e)), e);
    }
    return root.resolve("lake");
  }

  private static DirectoryLock lock(Path root) throws IOException {
    return DirectoryLock.acquire(root.resolve(LOCK))
        .orElseThrow(
            () ->
                new DemoException(
                    String.format(
                        "A demo runs on %s already. Stop it, or choose another --home.", root)));
  }

  private static Properties readMarker(Path root) throws IOException {
    Properties marker = new Properties();
    Path file = root.resolve(MARKER);
    if (!Files.exists(file)) {
      return marker;
    }
    try (InputStream in = Files.newInputStream(file)) {
      marker.load(in);
    }
    String layout = marker.getProperty(LAYOUT_KEY, "");
    if (!layout.matches("\\d{1,9}")) {
      throw new DemoException(
          String.format("%s does not say which layout the home has. Choose another --home.", file));
    }
    if (Integer.parseInt(layout) > LAYOUT) {
      throw new DemoException(
          String.format(
              "The home %s was written by a newer version of Alluvium (layout %s, this one knows"
                  + " %d). Use that version, or another --home.",
              root, layout, LAYOUT));
    }
    return marker;
  }

  private static void requireEmpty(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      List<String> ours = List.of(LOCK, MARKER + NEW);
      if (entries.anyMatch(entry -> !ours.contains(entry.getFileName().toString()))) {
        throw new DemoException(
            String.format(
                "%s holds other files and is not the home of a demo. Choose an empty or new folder"
                    + " with --home.",
                root));
      }
    }
  }

  private static void writeMarker(Path root, String input) throws IOException {
    Properties marker = new Properties();
    marker.setProperty(LAYOUT_KEY, Integer.toString(LAYOUT));
    marker.setProperty(INPUT_KEY, input);
    Path temporary = root.resolve(MARKER + NEW);
    try (OutputStream out = Files.newOutputStream(temporary)) {
      marker.store(out, "The home of an Alluvium demo");
    }
    Files.move(temporary, root.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  public Path root() {
    return root;
  }

  public Path lake() {
    return root.resolve("lake");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path redis() {
    return root.resolve("redis");
  }

  Path snowflake() {
    return root.resolve("snowflake");
  }

  Path cosmos() {
    return root.resolve("cosmos");
  }

  Path flink() {
    return root.resolve("flink");
  }

  /** Lets another process use the home. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
