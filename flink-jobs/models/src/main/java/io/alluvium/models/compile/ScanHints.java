package io.alluvium.models.compile;

import java.util.Collection;
import java.util.regex.Pattern;

/** Hints of options at tables that models read, such as {@code scan.version}. */
final class ScanHints {
  /**
   * Of two scans of a table with the same hint, which read other columns, Flink makes one, and
   * makes it of the table as the catalog has it, without the hint. So a job that has such hints
   * does not share scans.
   */
  static final String SHARED_SCANS = "table.optimizer.reuse-source-enabled";

  private static final Pattern HINT =
      Pattern.compile("/\\*\\+[^*]*\\bOPTIONS\\s*\\(", Pattern.CASE_INSENSITIVE);

  private ScanHints() {}

  /** Whether any of the models' queries has one. */
  static boolean isIn(Collection<CompiledModel> models) {
    return models.stream().anyMatch(model -> HINT.matcher(model.query().text()).find());
  }
}
