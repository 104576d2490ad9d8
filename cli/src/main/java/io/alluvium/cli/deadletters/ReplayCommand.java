package io.alluvium.cli.deadletters;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.deadletters.DeadLetterReplay;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayResult;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import io.alluvium.ingest.documents.DocumentsKind;
import io.alluvium.ingest.files.FilesKind;
import io.alluvium.ingest.rest.RestKind;
import io.alluvium.ingest.streams.StreamKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alluvium dead-letters replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Decodes dead letters again, by the inlet's definition as it is now.",
      "What can be decoded is appended to the inlet's table, each letter once, with its position."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; letters that still cannot be decoded stay as they are",
      "1:it failed; running again is safe",
      "2:wrong use: the message says what to change",
      "3:another replay of the inlet ran at the same time; run it again for the letters that are left"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int LETTERS_LEFT = 3;
  private static final int PARALLELISM = 2;
  private static final List<InletKind> KINDS =
      List.of(new StreamKind(), new FilesKind(), new DocumentsKind(), new RestKind());
  private static final DefinitionSchema ANY =
      DefinitionSchema.resource(ReplayCommand.class, "any.schema.json");
  private static final List<String> NAMES =
      List.of("inlet", "letters", "there_before", "replayed", "unreadable", "left");

  @Mixin private LetterOptions options;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The definition, in YAML, of the inlet by which the letters came.")
  private Path file;

  @Option(
      names = "--position",
      paramLabel = "POSITION",
      description = "Only the letter at this position; can be given several times.")
  private List<String> positions;

  @Override
  public Integer call() throws Exception {
    ReplayableInlet inlet = inlet();
    ReplayResult result =
        new DeadLetterReplay(inlet, options.lake())
            .run(environment(), options.selection(positions));
    options.print(
        NAMES,
        Stream.of(
            Row.of(
                inlet.inlet(),
                result.chosen(),
                result.there(),
                result.replayed(),
                result.unreadable().values().stream().mapToLong(Long::longValue).sum(),
                result.left())));
    return result.left() > 0 ? LETTERS_LEFT : 0;
  }

  private ReplayableInlet inlet() {
    Map<String, String> environment = System.getenv();
    DefinitionValue root = Definition.read(file, ANY, environment).root();
    return KINDS.stream()
        .filter(kind -> kind.describes(root))
        .findFirst()
        .orElseThrow(
            () ->
                root.error(
                    "is no definition of an inlet whose dead letters can be replayed: a stream has"
                        + " source.kafka or source.event-hubs, files and documents have"
                        + " source.folder, and a REST interface source.url"))
        .read(file, environment);
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    return StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
  }
}
