package io.alluvium.models.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks that survive rendering, at the beginning of each line of a template, by which the lines of
 * the result are led back to the template's. Lines within a tag have none, nor have the bodies of
 * blocks whose text is a value, such as those of macros.
 */
final class LineMarks {
  private static final char BEGIN = '\uE000';
  private static final char END = '\uE001';
  private static final Pattern MARK = Pattern.compile(BEGIN + "(\\d+)" + END);
  private static final Pattern VALUE_BLOCK =
      Pattern.compile("\\{%-?\\s*(?:macro|call|filter|set\\s+\\w+\\s*-?%)");
  private static final Pattern VALUE_BLOCK_END =
      Pattern.compile("\\{%-?\\s*end(?:macro|call|filter|set)\\b");

  private LineMarks() {}

  /**
   * @param lines for each line of the text, from the first, the line of the template that it is of
   */
  record Unmarked(String text, List<Integer> lines) {}

  static String mark(String template) {
    StringBuilder marked = new StringBuilder();
    int line = 1;
    int depth = 0;
    int at = 0;
    boolean atLineBegin = true;
    while (at < template.length()) {
      if (atLineBegin && depth == 0) {
        marked.append(BEGIN).append(line).append(END);
      }
      int end = tagEnd(template, at);
      String taken = template.substring(at, end);
      if (VALUE_BLOCK.matcher(taken).lookingAt()) {
        depth++;
      } else if (VALUE_BLOCK_END.matcher(taken).lookingAt()) {
        depth = Math.max(0, depth - 1);
      }
      marked.append(taken);
      line += (int) taken.chars().filter(c -> c == '\n').count();
      atLineBegin = taken.equals("\n");
      at = end;
    }
    return marked.toString();
  }

  /** The end of the tag that begins here; of the character where none does. */
  private static int tagEnd(String template, int at) {
    for (String[] tag : new String[][] {{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}}) {
      if (template.startsWith(tag[0], at)) {
        int end = template.indexOf(tag[1], at + 2);
        return end < 0 ? template.length() : end + 2;
      }
    }
    return at + 1;
  }

  static Unmarked unmark(String rendered) {
    StringBuilder text = new StringBuilder();
    List<Integer> lines = new ArrayList<>();
    int current = 1;
    for (String line : rendered.split("\n", -1)) {
      Matcher marks = MARK.matcher(line);
      int first = -1;
      int last = current;
      while (marks.find()) {
        last = Integer.parseInt(marks.group(1));
        first = first < 0 ? last : first;
      }
      lines.add(first < 0 ? current : first);
      current = last;
      text.append(text.isEmpty() && lines.size() == 1 ? "" : "\n").append(unmarked(line));
    }
    return new Unmarked(text.toString(), List.copyOf(lines));
  }

  static String unmarked(String text) {
    return MARK.matcher(text).replaceAll("");
  }
}
