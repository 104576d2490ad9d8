package io.alluvium.ingest.streams;

import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * A stream as its definition declares it.
 *
 * @param input where messages come from
 * @param layout what they become
 * @param table the lake's table, as {@code layer.table}
 */
public record StreamDefinition(KafkaInput input, StreamLayout layout, String table) {
  public String name() {
    return layout.inlet();
  }

  public String jobName() {
    return "stream-" + name();
  }

  /** For the replay of its dead letters. */
  public ReplayableInlet replayable() {
    return new Replay(layout, table);
  }

  private record Replay(StreamLayout layout, String table) implements ReplayableInlet {
    @Override
    public String inlet() {
      return layout.inlet();
    }

    @Override
    public RowType rowType() {
      return layout.schema().rowType();
    }

    @Override
    public List<String> partitionColumns() {
      return layout.partitionNames();
    }

    @Override
    public DeadLetterDecoder newDecoder() {
      return new StreamDecoder(layout);
    }
  }
}
