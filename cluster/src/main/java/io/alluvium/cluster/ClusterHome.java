package io.alluvium.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.alluvium.local.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The folder that a cluster keeps everything in: which processes it has, and what they write. */
public final class ClusterHome {
  /** Where a cluster is kept unless it is told otherwise, below the working directory. */
  public static final String DEFAULT = ".alluvium/cluster";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path root;

  public ClusterHome(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  public Path root() {
    return root;
  }

  /** The folder of {@code config.yaml}, which clients may use as {@code FLINK_CONF_DIR}. */
  public Path configuration() {
    return root.resolve("conf");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** A user's jars, which all processes have on their class path. */
  public Path lib() {
    return root.resolve("lib");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path coordinator() {
    return root.resolve("coordinator");
  }

  /**
   * What is known of the cluster; empty where there was never one, or it was stopped.
   *
   * @throws ClusterException where the file is damaged
   */
  public Optional<ClusterState> read() {
    try {
      ClusterState state = JSON.readValue(Files.readAllBytes(file()), ClusterState.class);
      if (state.version() != ClusterState.VERSION) {
        throw new ClusterException(
            file()
                + " is of another release of Alluvium (version "
                + state.version()
                + "); use that");
      }
      return Optional.of(state);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ClusterException(
          file()
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "), so that it is not known which processes are the cluster's. Restore it, or end"
              + " them yourself ('jps -lm' shows them) and remove it",
          e);
    }
  }

  /**
   * The cluster that runs here.
   *
   * @throws ClusterException where none does
   */
  public ClusterState running() {
    return read()
        .filter(ClusterState::isRunning)
        .orElseThrow(
            () ->
                new ClusterException(
                    "No cluster runs in "
                        + root
                        + ". Start one with 'alluvium cluster start', or name a cluster by its"
                        + " --address"));
  }

  /** Replaces the file at once. */
  void write(ClusterState state) {
    Path whole = root.resolve("cluster.json.new");
    try {
      Files.write(whole, JSON.writeValueAsBytes(state));
      Files.move(
          whole, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ClusterException(file() + " cannot be written: " + e.getMessage(), e);
    }
  }

  void forget() throws IOException {
    Files.deleteIfExists(file());
  }

  /**
   * Keeps other commands from starting or stopping at the same time.
   *
   * @throws ClusterException where another does
   */
  DirectoryLock lock() {
    try {
      Files.createDirectories(root);
      return DirectoryLock.acquire(root.resolve("lock"))
          .orElseThrow(
              () ->
                  new ClusterException(
                      "Another command starts or stops the cluster in " + root + " just now"));
    } catch (IOException e) {
      throw new ClusterException(
          root
              + " cannot be used as home of a cluster: "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage()
              + ". Choose a folder that you may write with --home",
          e);
    }
  }

  private Path file() {
    return root.resolve("cluster.json");
  }
}
