package io.alluvium.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of a page of the documentation: what stands between its heading and the next one of any
 * level. For tests that run what it prints.
 *
 * @param page from the checkout's folder on, such as {@code docs/ingest.md}
 */
record DocumentedSection(String page, String title, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]*\\./alluvium [^`\\n]*)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");

  /** A fenced block and the language behind its fence, empty for a shell's. */
  private record Block(String language, String text) {}

  /**
   * @param title without its number signs
   * @throws IllegalArgumentException where the page has no such section
   */
  static DocumentedSection of(String page, String title) {
    String all = read(page);
    // Comments of shells and of YAML look like headings.
    String outside = BLOCK.matcher(all).replaceAll(block -> " ".repeat(block.group().length()));
    Matcher heading = Pattern.compile("(?m)^#+ " + Pattern.quote(title) + "$").matcher(outside);
    if (!heading.find()) {
      throw new IllegalArgumentException(page + " has no section '" + title + "'");
    }
    Matcher next = HEADING.matcher(outside);
    int end = next.find(heading.end()) ? next.start() : all.length();
    return new DocumentedSection(page, title, all.substring(heading.end(), end));
  }

  /** The page as one. */
  static DocumentedSection whole(String page) {
    return new DocumentedSection(page, "", read(page));
  }

  private static String read(String page) {
    try {
      return Files.readString(checkout().resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path checkout() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /**
   * With a text that is printed, such as an address, in the form that it has here.
   *
   * @throws IllegalArgumentException where it is not printed: then the test is out of date
   */
  DocumentedSection where(String printed, String here) {
    if (!text.contains(printed)) {
      throw new IllegalArgumentException(this + " does not print '" + printed + "'");
    }
    return new DocumentedSection(page, title, text.replace(printed, here));
  }

  /** Blocks to type into a shell, each as a whole. */
  List<String> shellBlocks() {
    return blocks("").stream().filter(block -> block.contains("./alluvium ")).toList();
  }

  /** Blocks of a language, such as {@code yaml}. */
  List<String> blocks(String language) {
    return allBlocks().stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .toList();
  }

  /** A file that is printed in whole: a block that has its name in a comment as its first line. */
  String file(String name) {
    return allBlocks().stream()
        .map(Block::text)
        .filter(block -> block.startsWith("# " + name + "\n"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " does not print " + name));
  }

  /**
   * Each line of its blocks that calls the command, and what is printed of it within a sentence.
   */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    for (Block block : allBlocks()) {
      block.text().lines().filter(line -> line.contains("./alluvium ")).forEach(commands::add);
    }
    String sentences = BLOCK.matcher(text).replaceAll("");
    INLINE.matcher(sentences).results().map(result -> result.group(1)).forEach(commands::add);
    return commands;
  }

  private List<Block> allBlocks() {
    return BLOCK.matcher(text).results().map(DocumentedSection::block).toList();
  }

  private static Block block(MatchResult result) {
    return new Block(result.group(1), result.group(2));
  }

  @Override
  public String toString() {
    return page + (title.isEmpty() ? "" : ", '" + title + "',");
  }
}
