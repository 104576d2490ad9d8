package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void holdsTheRate() throws InterruptedException {
    Pace pace = new Pace(1_000);
    long start = System.nanoTime();
    for (int i = 0; i < 301; i++) {
      pace.await();
    }

    // A slow machine makes it slower, nothing makes it faster.
    assertThat((System.nanoTime() - start) / 1e6).isGreaterThan(290);
  }
}
