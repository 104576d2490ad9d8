package io.alluvium.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.cdc.capture.TableName;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MySqlStateTest {
  private static final MySqlSplit.Chunk CHUNK =
      new MySqlSplit.Chunk(7, new TableName("shöp", "t"), "id", "'a'", null, false);
  private static final StreamProgress PROGRESS =
      new StreamProgress(
          new BinlogPosition("binlog.000012", 4711),
          5000,
          "0-1-9",
          Set.of(new TableName("shop", "later")));

  @Test
  void splitsComeBackAsTheyWere() throws Exception {
    MySqlSplitSerializer serializer = new MySqlSplitSerializer();
    for (MySqlSplit split :
        List.of(
            CHUNK,
            CHUNK.asDone(),
            new MySqlSplit.Stream(PROGRESS),
            new MySqlSplit.Stream(StreamProgress.at(PROGRESS.position())))) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
          .isEqualTo(split);
    }
  }

  @Test
  void coordinatorsStateComesBackAsItWas() throws Exception {
    CaptureStateSerializer serializer = new CaptureStateSerializer();
    CaptureState state =
        new CaptureState(
            PROGRESS.position(),
            Set.of(CHUNK.table()),
            List.of(CHUNK.table()),
            List.of(CHUNK),
            Set.of(5, 6),
            8,
            true);
    for (CaptureState each : List.of(state, CaptureState.initial())) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(each)))
          .isEqualTo(each);
    }
  }

  /** Written by version 1; a later version must read it. */
  @Test
  void stateOfTheFirstVersionStaysReadable() throws Exception {
    byte[] written =
        HexFormat.of()
            .parseHex(
                "010000000d62696e6c6f672e3030303031320000000000001267000000000000138801000000"
                    + "05302d312d39000000010000000473686f70000000056c61746572");
    assertThat(new MySqlSplitSerializer().deserialize(1, written))
        .isEqualTo(new MySqlSplit.Stream(PROGRESS));
  }

  @Test
  void sequencesAscendFromRowToRowEventToEventAndFileToFile() {
    assertThat(BinlogPosition.sequence("binlog.000009", 100, 0))
        .isLessThan(BinlogPosition.sequence("binlog.000009", 100, 1))
        .isLessThan(BinlogPosition.sequence("binlog.000009", 5_000_000_000L, 0));
    assertThat(BinlogPosition.sequence("binlog.000009", 5_000_000_000L, 0))
        .isLessThan(BinlogPosition.sequence("binlog.000010", 4, 0));
    assertThat(BinlogPosition.sequence("a.b-bin.1000000", 4, 0)).isPositive();
  }
}
