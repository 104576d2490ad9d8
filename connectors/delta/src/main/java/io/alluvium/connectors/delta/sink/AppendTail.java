package io.alluvium.connectors.delta.sink;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The operators behind the writers of a sink of several tables. */
@Internal
public final class AppendTail {

  private AppendTail() {}

  /**
   * @param appends serialized {@link TableAppend}s
   */
  public static DataStreamSink<?> addTo(
      SingleOutputStreamOperator<byte[]> appends, SinkIdentity identity, String uidPrefix) {
    SingleOutputStreamOperator<byte[]> commits =
        DeltaSink.aligned(appends.global())
            .transform(
                "aggregate",
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                new AppendAggregator(identity, null))
            .setParallelism(1)
            .setMaxParallelism(1)
            .name(uidPrefix + ": aggregate")
            .uid(uidPrefix + "/aggregate");
    return DeltaSink.aligned(commits.global())
        .sinkTo(new CommitSink(null, null))
        .name(uidPrefix + ": commit")
        .setParallelism(1)
        .setMaxParallelism(1)
        .uid(uidPrefix + "/commit");
  }
}
