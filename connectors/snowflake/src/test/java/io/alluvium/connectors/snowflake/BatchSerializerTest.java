package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSerializerTest {
  private final BatchSerializer serializer = new BatchSerializer();

  @Test
  void givesBackWhatItTook() throws Exception {
    Batch batch =
        new Batch(
            "id",
            5,
            2,
            new byte[] {1, 2, 3},
            List.of(new DeadLetter("k,ü", "column", "reason")),
            new LineLayout("größe NUMBER\n"));
    assertThat(serializer.deserialize(2, serializer.serialize(batch)))
        .usingRecursiveComparison()
        .isEqualTo(batch);
  }

  @Test
  void refusesAVersionItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
        .hasMessage("Version 3 of a Snowflake batch is not known");
  }
}
