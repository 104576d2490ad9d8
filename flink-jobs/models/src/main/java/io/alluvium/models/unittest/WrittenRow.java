package io.alluvium.models.unittest;

import io.alluvium.models.project.Origin;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * A row as a test has it, before its values have types.
 *
 * @param cells by column
 */
record WrittenRow(Map<String, Cell> cells, Origin origin) {
  /**
   * A value.
   *
   * @param raw a text, a list or a map of such, or nothing
   */
  record Cell(@Nullable Object raw, Origin origin) {}
}
