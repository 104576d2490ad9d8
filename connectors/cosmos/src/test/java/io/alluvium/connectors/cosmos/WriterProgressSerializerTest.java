package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WriterProgressSerializerTest {
  private final WriterProgressSerializer serializer = new WriterProgressSerializer();

  /** As it is in checkpoints that exist: must not change. */
  @Test
  void readsTheFirstVersion() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("00000193000000010000000000000007");
    assertThat(serializer.deserialize(1, bytes)).isEqualTo(new WriterProgress(0x19300000001L, 7));
    assertThat(serializer.serialize(new WriterProgress(0x19300000001L, 7))).isEqualTo(bytes);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[16])).hasMessageContaining("2");
  }
}
