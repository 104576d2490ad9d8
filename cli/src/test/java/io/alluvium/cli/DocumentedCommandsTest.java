package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command that a page prints is one that the command line takes, with files that exist. */
class DocumentedCommandsTest {
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Pattern FILE_OF_CHECKOUT = Pattern.compile("[a-z-]+/.*\\.yaml");

  static Stream<String> pages() throws IOException {
    Path checkout = DocumentedSection.checkout();
    List<String> pages = new ArrayList<>(List.of("README.md", "sql/README.md"));
    try (Stream<Path> files = Files.walk(checkout.resolve("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> checkout.relativize(file).toString())
          .sorted()
          .forEach(pages::add);
    }
    return pages.stream().filter(page -> !DocumentedSection.whole(page).commands().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void areTaken(String page) {
    for (String command : DocumentedSection.whole(page).commands()) {
      List<String> words = words(command);
      words.subList(0, words.indexOf("./alluvium") + 1).clear();
      CommandLine commandLine = Alluvium.commandLine();
      try {
        commandLine.parseArgs(words.toArray(String[]::new));
      } catch (CommandLine.ParameterException e) {
        throw new AssertionError(page + " prints '" + command + "': " + e.getMessage(), e);
      }
      words.stream()
          .filter(word -> FILE_OF_CHECKOUT.matcher(word).matches())
          .forEach(file -> assertThat(DocumentedSection.checkout().resolve(file)).exists());
    }
  }

  /** As a shell has them, up to a comment, the next command, or where the output goes. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String word = matcher.group();
      if (word.startsWith("#") || List.of("&", "|", ">").contains(word)) {
        break;
      }
      words.add(word.replaceAll("[\"']", ""));
    }
    return words;
  }
}
