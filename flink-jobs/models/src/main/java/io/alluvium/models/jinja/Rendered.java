package io.alluvium.models.jinja;

import java.util.List;

/**
 * What a template became.
 *
 * @param lines for each line of the text, from the first, the line of the template that it is of
 */
public record Rendered(String text, List<Integer> lines) {
  /** The template's line of a line of the text, both from 1. */
  public int templateLine(int line) {
    return lines.get(Math.max(0, Math.min(line, lines.size()) - 1));
  }
}
