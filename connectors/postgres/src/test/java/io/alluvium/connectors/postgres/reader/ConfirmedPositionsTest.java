package io.alluvium.connectors.postgres.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfirmedPositionsTest {

  @Test
  void confirmsOneCompleteCheckpointLate() {
    ConfirmedPositions positions = new ConfirmedPositions(1, 100);
    positions.taken(1, 110);
    positions.taken(2, 120);
    assertThat(positions.complete(2)).isEqualTo(100);
    // Told late of one before.
    assertThat(positions.complete(1)).isZero();
    positions.taken(3, 130);
    assertThat(positions.complete(3)).isEqualTo(120);
  }

  @Test
  void confirmsLaterWhereMoreCheckpointsAreToStay() {
    ConfirmedPositions positions = new ConfirmedPositions(2, 100);
    positions.taken(1, 110);
    assertThat(positions.complete(1)).isZero();
    positions.taken(2, 120);
    assertThat(positions.complete(2)).isEqualTo(100);
  }
}
