package io.alluvium.models.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.alluvium.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps in a home, one file a job, what runs of a project. */
public final class DeployedJobs {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String KEPT = ".json";

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

  /**
   * What ran of a job, the newest first: what the file says, and what it said before other models
   * ran. A savepoint tells which operators it is of, but not of which statements they were made.
   */
  List<DeployedJob> history(String job) {
    List<DeployedJob> found = new ArrayList<>();
    read(job).ifPresent(found::add);
    try (Stream<Path> kept = Files.list(history().resolve(job))) {
      for (Path file : kept.sorted(Comparator.reverseOrder()).toList()) {
        found.add(JSON.readValue(file.toFile(), DeployedJob.class));
      }
    } catch (NoSuchFileException e) {
      return found;
    } catch (IOException e) {
      throw new ModelException(
          "What ran of the job '" + job + "' cannot be read: " + e.getMessage(), e);
    }
    return found;
  }

  private Path history() {
    return home.resolve("history");
  }

  /** Keeps what ran where other models are to run. */
  private void keep(DeployedJob next) {
    Optional<DeployedJob> former = read(next.job());
    if (former.isEmpty()
        || former.get().isEmpty()
        || former.get().generations().equals(next.generations())) {
      return;
    }
    Path folder = history().resolve(next.job());
    try {
      Files.createDirectories(folder);
      long number;
      try (Stream<Path> kept = Files.list(folder)) {
        number = kept.filter(file -> file.toString().endsWith(KEPT)).count() + 1;
      }
      write(folder.resolve(String.format("%06d%s", number, KEPT)), former.get());
    } catch (IOException e) {
      throw new ModelException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Replaces the file at once: whoever reads it finds the former or this. */
  void write(DeployedJob job) {
    keep(job);
    write(file(job.job()), job);
  }

  private static void write(Path file, DeployedJob job) {
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
