package io.alluvium.connectors.delta.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation that tests hold current, or with a system property write. */
record Document(Path file, String text) {
  /** Set to {@code true} to write what the tests find into the pages, in place of comparing. */
  static final boolean UPDATE = Boolean.getBoolean("alluvium.docs.update");

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```sql\\n(.*?)^```\\n(?:```text\\n(.*?)^```\\n)?");

  /** Statements, and what they print; null where the page does not show it. */
  record Block(String statements, String output) {}

  static Document read(String path) {
    Path file = Path.of("../..").resolve(path);
    try {
      return new Document(file, Files.exists(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** With the n-th block's output, for those that show one. */
  void writeOutputs(List<String> outputs) {
    StringBuilder written = new StringBuilder();
    Matcher matcher = BLOCK.matcher(text);
    int end = 0;
    for (int i = 0; matcher.find(); i++) {
      if (matcher.group(2) != null) {
        written.append(text, end, matcher.start(2)).append(outputs.get(i));
        end = matcher.end(2);
      }
    }
    write(written + text.substring(end));
  }

  void write(String newText) {
    try {
      Files.writeString(file, newText);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
