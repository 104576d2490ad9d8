package io.alluvium.ingest.batch;

import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.function.SerializableSupplier;

/** A batch inlet whose dead letters can be replayed. */
public record BatchReplay(BronzeTarget target, SerializableSupplier<DeadLetterDecoder> decoders)
    implements ReplayableInlet {
  private static final long serialVersionUID = 1L;

  @Override
  public String inlet() {
    return target.inlet();
  }

  @Override
  public String table() {
    return target.table();
  }

  @Override
  public RowType rowType() {
    return target.rowType();
  }

  @Override
  public List<String> partitionColumns() {
    return target.partitionColumns();
  }

  @Override
  public DeadLetterDecoder newDecoder() {
    return decoders.get();
  }
}
