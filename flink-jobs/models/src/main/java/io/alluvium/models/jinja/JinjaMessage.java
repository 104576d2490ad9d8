package io.alluvium.models.jinja;

import java.util.regex.Pattern;

/** Jinjava's messages without the names of its classes. */
final class JinjaMessage {
  private static final Pattern CLASS = Pattern.compile("^(?:[\\w.]+(?:Exception|Error): )+");
  private static final Pattern UNKNOWN = Pattern.compile("^Unknown token found: (.*)$");

  private JinjaMessage() {}

  static String plain(String message) {
    String text =
        LineMarks.unmarked(message == null ? "" : message).lines().findFirst().orElse("").strip();
    text = CLASS.matcher(text).replaceFirst("");
    text = UNKNOWN.matcher(text).replaceFirst("there is no variable '$1'");
    return "Jinja: " + text;
  }
}
