package io.alluvium.cli.ingest;

import io.alluvium.ingest.streams.StreamDefinition;
import io.alluvium.ingest.streams.StreamDefinitions;
import io.alluvium.ingest.streams.StreamJob;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alluvium ingest stream}. */
@Command(
    name = "stream",
    description = {
      "Reads the messages of topics of Kafka or Azure Event Hubs into a bronze table.",
      "What cannot be decoded goes to ops.dead_letters; see 'alluvium dead-letters'."
    })
final class StreamCommand extends RunsHere {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "The stream's definition in YAML; docs/stream-definitions.md says what it takes.")
  private Path file;

  private StreamDefinition stream;

  @Override
  String jobName() {
    return stream().jobName();
  }

  @Override
  void define(StreamExecutionEnvironment environment) {
    new StreamJob(stream(), run().lake()).define(environment);
  }

  private StreamDefinition stream() {
    if (stream == null) {
      stream = StreamDefinitions.read(file, System.getenv());
    }
    return stream;
  }
}
