package io.alluvium.models.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lake of empty tables, in which queries are checked: compiling leaves the real one as it is, and
 * does not need it.
 */
final class ScratchLake implements AutoCloseable {
  private final Path folder;

  ScratchLake() {
    try {
      this.folder = Files.createTempDirectory("alluvium-compile");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uri() {
    return folder.toUri().toString();
  }

  /** The text with another lake in place of this one, however its URI is written. */
  String replacedBy(String lake, String text) {
    return text.replaceAll(
        "file:/+" + Pattern.quote(folder.toString().substring(1) + "/"),
        Matcher.quoteReplacement(lake));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
