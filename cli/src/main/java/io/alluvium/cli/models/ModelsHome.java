package io.alluvium.cli.models;

import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.local.DirectoryLock;
import io.alluvium.local.LocalFlink;
import io.alluvium.local.LocalServiceException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A home of a project's jobs, and the cluster in this process that runs them. One at a time. */
final class ModelsHome implements AutoCloseable {
  private final Path folder;
  private final DirectoryLock lock;
  private LocalFlink flink;

  private ModelsHome(Path folder, DirectoryLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * @throws LocalServiceException where another process runs the project here
   */
  static ModelsHome open(LocalRun run, String project) throws Exception {
    Path folder = run.home().resolve("models").resolve(project);
    Files.createDirectories(folder);
    DirectoryLock lock =
        DirectoryLock.acquire(folder.resolve("lock"))
            .orElseThrow(
                () ->
                    new LocalServiceException(
                        "The models run in "
                            + run.home()
                            + " already. Stop them, or choose another --home."));
    return new ModelsHome(folder, lock);
  }

  Path folder() {
    return folder;
  }

  /** Starts the cluster, for so many jobs. */
  LocalFlink start(LocalRun run, int jobs) throws Exception {
    flink =
        LocalFlink.start(
            folder,
            new LocalFlink.Settings(
                run.webPort(), run.parallelism() * jobs, run.checkpointInterval()));
    return flink;
  }

  @Override
  public void close() throws Exception {
    try {
      if (flink != null) {
        flink.close();
      }
    } finally {
      lock.close();
    }
  }
}
