package io.alluvium.ingest.deadletters;

import io.alluvium.connectors.delta.SchemaEvolution;
import io.alluvium.connectors.delta.sink.DeltaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** Appends dead letters to the lake, exactly once; any number of jobs may do so at a time. */
public final class DeadLetterSink {
  private DeadLetterSink() {}

  /**
   * @param letters rows of {@link DeadLetter#ROW_TYPE}
   * @param lake path or URI of the lake's folder
   * @param inlet name of the definition: the sink's identity, so one job writes it at a time
   * @throws io.alluvium.connectors.delta.DeltaException where the table there is another
   */
  public static void addTo(DataStream<RowData> letters, String lake, String inlet) {
    DeltaSink.append(tablePath(lake), DeadLetter.ROW_TYPE)
        .sinkId(inlet + "/dead_letters")
        .schemaEvolution(SchemaEvolution.ADD_COLUMNS)
        .addTo(letters, inlet + "/dead_letters");
  }

  /** Of the table that holds them. */
  public static String tablePath(String lake) {
    return lake + (lake.endsWith("/") ? "" : "/") + DeadLetter.TABLE.replace('.', '/');
  }
}
