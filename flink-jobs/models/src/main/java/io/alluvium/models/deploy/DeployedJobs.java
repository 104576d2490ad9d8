package io.alluvium.models.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.alluvium.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Keeps in a home, one file a job, what runs of a project. */
public final class DeployedJobs {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path home;

  /**
   * @param home of the project's jobs; made where it is absent
   */
  public DeployedJobs(Path home) {
    this.home = home;
  }

  public Path home() {
    return home;
  }

  /**
   * What runs of a job; empty where it was never run here.
   *
   * @throws ModelException where the file is damaged, or of a newer release
   */
  public Optional<DeployedJob> read(String job) {
    Path file = file(job);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    DeployedJob read;
    try {
      read = JSON.readValue(file.toFile(), DeployedJob.class);
    } catch (IOException e) {
      throw new ModelException(
          file
              + " cannot be read, so that it is not known what runs of the job '"
              + job
              + "'; restore the file, or remove the folder "
              + home
              + " and run with --full-refresh",
          e);
    }
    if (read.version() > DeployedJob.VERSION) {
      throw new ModelException(
          file + " is of a newer release of Alluvium (version " + read.version() + "); run that");
    }
    return Optional.of(read);
  }

  /** Replaces the file at once: whoever reads it finds the former or this. */
  void write(DeployedJob job) {
    Path file = file(job.job());
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      JSON.writeValue(whole.toFile(), job);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The folder of an attempt's checkpoints. */
  Path checkpoints(DeployedJob job) {
    return home.resolve("checkpoints").resolve(job.job()).resolve("attempt-" + job.attempt());
  }

  /** The folder of the savepoint that an attempt is stopped with. */
  Path savepoints(DeployedJob job) {
    return home.resolve("savepoints").resolve(job.job()).resolve("attempt-" + job.attempt());
  }

  private Path file(String job) {
    return home.resolve("jobs").resolve(job + ".json");
  }
}
