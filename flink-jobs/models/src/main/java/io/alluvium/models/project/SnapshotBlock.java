package io.alluvium.models.project;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A snapshot in a file of SQL.
 *
 * @param text all that is between its tags
 * @param start where in the file the text begins
 */
public record SnapshotBlock(String name, String text, int start) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "\\{%-?\\s*snapshot\\s+(\\w+)\\s*-?%\\}(.*?)\\{%-?\\s*endsnapshot\\s*-?%\\}",
          Pattern.DOTALL);

  /** Those of a file, in its order. */
  public static List<SnapshotBlock> in(String file) {
    return BLOCK
        .matcher(file)
        .results()
        .map(block -> new SnapshotBlock(block.group(1), block.group(2), block.start(2)))
        .toList();
  }
}
