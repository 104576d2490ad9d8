package io.alluvium.cli.deadletters;

import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code alluvium dead-letters show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows dead letters whole; bytes that are no text in UTF-8 as Base64.")
final class ShowCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "inlet",
          "source",
          "position",
          "error_class",
          "reason",
          "time",
          "ingest_time",
          "headers",
          "key",
          "bytes",
          "body");

  @Mixin private LetterOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "POSITION",
      description = "Positions as 'list' prints them.")
  private List<String> positions;

  @Override
  public Integer call() throws Exception {
    options.print(
        NAMES,
        new DeadLetterList(options.lake())
            .letters(options.selection(positions)).stream().map(ShowCommand::row));
    return 0;
  }

  private static Row row(DeadLetter letter) {
    return Row.of(
        letter.inlet().toString(),
        letter.source().toString(),
        letter.position().toString(),
        letter.errorClass().toString(),
        letter.reason().toString(),
        letter.sourceTime() == null ? null : letter.sourceTime().toInstant(),
        letter.ingestTime().toInstant(),
        letter.headers() == null ? null : letter.headers().toString(),
        text(letter.key()),
        letter.bytes() == null ? null : (long) letter.bytes().length,
        text(letter.bytes()));
  }

  @Nullable
  private static String text(@Nullable byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }
}
