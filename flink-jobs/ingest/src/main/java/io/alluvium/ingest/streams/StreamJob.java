package io.alluvium.ingest.streams;

import io.alluvium.connectors.delta.SchemaEvolution;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.deadletters.DeadLetterSink;
import io.alluvium.ingest.definition.JobArguments;
import java.util.Properties;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Takes the messages of topics: each becomes a row of the stream's table or a dead letter, exactly
 * once. The rows of a key ascend in {@code _sequence} where its messages share a partition. Nothing
 * appears in the lake without checkpoints.
 */
@PublicEvolving
public final class StreamJob {
  /** Event Hubs takes a few offset commits a second; there is no need of more anywhere. */
  private static final long SHORTEST_COMMIT_INTERVAL_MILLIS = 1_000;

  private final StreamDefinition stream;
  private final String lake;

  /**
   * @param lake path or URI of the lake's folder
   */
  public StreamJob(StreamDefinition stream, String lake) {
    this.stream = stream;
    this.lake = lake;
  }

  /**
   * Adds the job to the environment; asks the broker for the topics, and creates the tables where
   * they are absent, or adds columns to them that are new in the definition.
   *
   * @throws StreamException where the broker cannot be reached or a topic is not there
   */
  public void define(StreamExecutionEnvironment env) {
    new TopicCheck(stream.input()).check();
    StreamLayout layout = stream.layout();
    RowType rowType = layout.schema().rowType();
    SingleOutputStreamOperator<RowData> rows = rows(env);
    String table = stream.table().substring(stream.table().indexOf('.') + 1);
    DeltaSink.append(tablePath(lake, stream.table()), rowType)
        .sinkId(stream.name() + "/" + table)
        .partitionedBy(layout.partitionNames())
        .schemaEvolution(SchemaEvolution.ADD_COLUMNS)
        .addTo(rows, stream.name() + "/" + table);
    DeadLetterSink.addTo(rows.getSideOutput(SeparateDeadLetters.DEAD_LETTERS), lake, stream.name());
  }

  /** The table's rows, with their watermarks; dead letters beside them. */
  SingleOutputStreamOperator<RowData> rows(StreamExecutionEnvironment env) {
    // Rows go from the decoder to the data file without a copy: all that is between takes them so.
    env.getConfig().enableObjectReuse();
    StreamLayout layout = stream.layout();
    BronzeSchema schema = layout.schema();
    RowType rowType = schema.rowType();
    return env.fromSource(
            source(env),
            watermarks(layout, schema),
            stream.name() + ": messages",
            DecodedMessage.type(rowType))
        .uid(stream.name() + "/source")
        .process(new SeparateDeadLetters(rowType.getFieldCount()), InternalTypeInfo.of(rowType))
        .name(stream.name() + ": separate dead letters")
        .uid(stream.name() + "/separate");
  }

  private static WatermarkStrategy<RowData> watermarks(StreamLayout layout, BronzeSchema schema) {
    return layout.eventTime() == null
        ? WatermarkStrategy.noWatermarks()
        : new BelievedTimes(
            layout.eventTime(), schema.columns().size(), schema.indexOf(StreamLayout.EVENT_TIME));
  }

  private Source<RowData, ?, ?> source(StreamExecutionEnvironment env) {
    KafkaInput input = stream.input();
    Properties properties = ConsumerProperties.of(input);
    if (env.getCheckpointInterval() < SHORTEST_COMMIT_INTERVAL_MILLIS) {
      properties.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
    }
    KafkaSourceBuilder<RowData> source =
        KafkaSource.<RowData>builder()
            .setProperties(properties)
            .setBootstrapServers(input.bootstrapServers())
            .setTopics(input.topics())
            .setGroupId(input.groupId())
            .setStartingOffsets(input.start().offsets(input.onGap()))
            .setDeserializer(new MessageDeserializer(stream.layout()));
    if (input.bounded()) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return new StreamSource<>(source.build(), input.service());
  }

  static String tablePath(String lake, String table) {
    return lake + (lake.endsWith("/") ? "" : "/") + table.replace('.', '/');
  }

  /**
   * @param arguments the definition's file and the lake
   */
  public static void main(String[] arguments) throws Exception {
    JobArguments given = JobArguments.parse(arguments);
    if (given.every() != null) {
      throw new StreamException("A stream is always read as it comes: leave --every out.");
    }
    StreamDefinition stream = StreamDefinitions.read(given.definition(), System.getenv());
    StreamExecutionEnvironment environment = JobArguments.environment();
    new StreamJob(stream, given.lake()).define(environment);
    environment.execute(stream.jobName());
  }
}
