package io.alluvium.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetainedCheckpointsTest {
  @TempDir private Path folder;

  @Test
  void anIncompleteCheckpointIsPassedOver() throws Exception {
    Path complete = write(1);
    Path torn = write(2);
    Files.write(torn.resolve("_metadata"), new byte[] {1, 2, 3});
    Files.createDirectories(checkpoint(3));

    assertThat(new RetainedCheckpoints(folder).newest()).contains(complete);
  }

  @Test
  void aRunningJobReplacesItsCheckpointsWhileTheyAreLookedAt() throws Exception {
    write(1);
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Void> job = CompletableFuture.runAsync(() -> replaceUntil(stopped));
    RetainedCheckpoints retained = new RetainedCheckpoints(folder);
    try {
      long former = 0;
      for (int look = 0; look < 5_000; look++) {
        Optional<Path> newest = retained.newest();

        assertThat(newest).as("look %d after chk-%d", look, former).isPresent();
        long number = Long.parseLong(newest.get().getFileName().toString().substring(4));
        assertThat(number).isGreaterThanOrEqualTo(former);
        former = number;
      }
      assertThat(former).as("checkpoints that were replaced meanwhile").isGreaterThan(10);
    } finally {
      stopped.set(true);
      job.join();
    }
  }

  /** As Flink does: a checkpoint is removed, first its metadata, when a later one is complete. */
  private void replaceUntil(AtomicBoolean stopped) {
    try {
      for (long number = 2; !stopped.get(); number++) {
        write(number);
        Path former = checkpoint(number - 1);
        Files.delete(former.resolve("_metadata"));
        LockSupport.parkNanos(300_000);
        Files.delete(former);
        LockSupport.parkNanos(1_000_000);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(long number) throws IOException {
    Path checkpoint = Files.createDirectories(checkpoint(number));
    Path inProgress = checkpoint.resolve("_metadata.inprogress");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(inProgress))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(), List.of()), out);
    }
    return Files.move(inProgress, checkpoint.resolve("_metadata")).getParent();
  }

  private Path checkpoint(long number) {
    return folder.resolve("0123456789abcdef0123456789abcdef").resolve("chk-" + number);
  }
}
