package io.alluvium.models.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.deploy.JobHost.HostedJob;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

class SetbacksTest {
  private final Restarting job = new Restarting();
  private final Setbacks setbacks = new Setbacks(job);

  @Test
  void failuresInARowAreInVain() throws Exception {
    for (int restarts = 0; restarts < Setbacks.LIMIT; restarts++) {
      job.restarts = restarts;
      assertThat(setbacks.areInVain(Optional.empty())).isFalse();
    }
    job.restarts = Setbacks.LIMIT;
    assertThat(setbacks.areInVain(Optional.empty())).isTrue();
  }

  @Test
  void aCheckpointBetweenCountsAnew() throws Exception {
    assertThat(setbacks.areInVain(Optional.empty())).isFalse();
    job.restarts = Setbacks.LIMIT;
    assertThat(setbacks.areInVain(Optional.of(Path.of("chk-1")))).isFalse();
    job.restarts = 2 * Setbacks.LIMIT - 1;
    assertThat(setbacks.areInVain(Optional.of(Path.of("chk-1")))).isFalse();
    job.restarts = 2 * Setbacks.LIMIT;
    assertThat(setbacks.areInVain(Optional.of(Path.of("chk-1")))).isTrue();
  }

  @Test
  void whatFailedBeforeTheWaitDoesNotCount() throws Exception {
    job.restarts = 100;
    assertThat(setbacks.areInVain(Optional.of(Path.of("chk-7")))).isFalse();
  }

  private static final class Restarting implements HostedJob {
    private long restarts;

    @Override
    public long restarts() {
      return restarts;
    }

    @Override
    public JobStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Throwable> failure() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> lastFailure() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<?> requestCheckpoint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String stopWithSavepoint(Path folder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
      throw new UnsupportedOperationException();
    }
  }
}
