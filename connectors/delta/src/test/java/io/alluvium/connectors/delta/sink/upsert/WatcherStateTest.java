package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.sink.DataFileEncoding;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatcherStateTest {
  @Test
  void isReadAsItWasWritten() throws Exception {
    WatcherState state = new WatcherState(7, "1f0c9a2e", -3, Map.of("a.parquet", -2), "job/4");

    assertThat(WatcherState.fromBytes(state.toBytes())).isEqualTo(state);
  }

  @Test
  void ofBeforeItNamedTheSinkIsRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(1);
      out.writeLong(7);
      DataFileEncoding.writeText(out, "1f0c9a2e");
      out.writeInt(-3);
      out.writeInt(1);
      DataFileEncoding.writeText(out, "a.parquet");
      out.writeInt(-2);
    }

    assertThat(WatcherState.fromBytes(bytes.toByteArray()))
        .isEqualTo(new WatcherState(7, "1f0c9a2e", -3, Map.of("a.parquet", -2), ""));
  }
}
