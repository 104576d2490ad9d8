package io.alluvium.cdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/** Reads the job's options; the password only from where other users cannot see it. */
final class CommandLine {
  private static final String PASSWORD_VARIABLE = "ALLUVIUM_CDC_PASSWORD";

  private CommandLine() {}

  static Configuration parse(String[] args, Map<String, String> environment) {
    Configuration options = new Configuration();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new CdcException("Options are pairs of --key value; '" + args[i] + "' is not.");
      }
      options.setString(args[i].substring(2), args[i + 1]);
    }
    if (options.contains(CdcOptions.PASSWORD)) {
      throw new CdcException(
          "Option --password would show the password to every user of this machine. Set "
              + PASSWORD_VARIABLE
              + ", or give --password-file.");
    }
    options
        .getOptional(CdcOptions.PASSWORD_FILE)
        .map(CommandLine::firstLine)
        .or(() -> java.util.Optional.ofNullable(environment.get(PASSWORD_VARIABLE)))
        .ifPresent(password -> options.set(CdcOptions.PASSWORD, password));
    return options;
  }

  private static String firstLine(String file) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.findFirst().orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CdcException(
          "Option --password-file: "
              + file
              + " cannot be read. Give a text file that this user may read.",
          e);
    }
  }
}
