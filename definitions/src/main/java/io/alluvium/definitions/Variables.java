package io.alluvium.definitions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:path}}; {@code $${} stands
 * for a literal {@code ${}. What is expanded is not expanded again.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\$\\{|\\$\\{(file:(?<file>[^}]+)|(?<name>\\w+)(?<or>:-(?<default>[^}]*))?)}");
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final Map<String, String> environment;
  private final Path folder;

  /**
   * @param folder that relative paths of files are in
   */
  Variables(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** Whether the text has any reference, so that its value is not in the definition itself. */
  static boolean occurIn(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      if (matcher.group("file") != null || matcher.group("name") != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws UnresolvedException where a variable is not set or a file cannot be read
   */
  String expand(String text) throws UnresolvedException {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher)));
    }
    matcher.appendTail(expanded);
    return expanded.toString();
  }

  private String value(Matcher reference) throws UnresolvedException {
    if (reference.group("file") != null) {
      return content(folder.resolve(reference.group("file").strip()));
    }
    String name = reference.group("name");
    if (name == null) {
      return "${";
    }
    String value = environment.get(name);
    boolean hasDefault = reference.group("or") != null;
    if (value == null || value.isEmpty() && hasDefault) {
      if (!hasDefault) {
        throw new UnresolvedException(
            "the environment variable "
                + name
                + " is not set; set it, or write ${"
                + name
                + ":-default}");
      }
      return reference.group("default");
    }
    return value;
  }

  /** Without the line break that editors put at the end. */
  private static String content(Path file) throws UnresolvedException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new UnresolvedException(
            "the file " + file + " has more than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new UnresolvedException(
          "the file " + file + " cannot be read as text; check that it is there");
    }
  }

  /** What is wrong with a reference. */
  static final class UnresolvedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnresolvedException(String message) {
      super(message);
    }
  }
}
