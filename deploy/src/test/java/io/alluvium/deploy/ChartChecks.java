package io.alluvium.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is checked of a chart. */
final class ChartChecks {
  private final FieldsCheck fields = new FieldsCheck();
  private final KnownMetrics metrics = new KnownMetrics();

  ChartChecks() throws IOException {}

  List<String> problems(ChartCopy chart) throws IOException {
    List<String> lint = chart.lint();
    if (!lint.isEmpty()) {
      return lint;
    }
    Manifests manifests;
    try {
      manifests = Manifests.of(chart.render());
    } catch (IllegalStateException e) {
      // What a template demands by `required`.
      return List.of(e.getMessage());
    }
    Path folder = chart.file(".").normalize();
    List<String> problems = new ArrayList<>(fields.problems(manifests));
    problems.addAll(ReferencesCheck.problems(manifests));
    problems.addAll(BuildCheck.problems(manifests, folder));
    problems.addAll(MetricsCheck.problems(manifests, metrics));
    return problems;
  }
}
