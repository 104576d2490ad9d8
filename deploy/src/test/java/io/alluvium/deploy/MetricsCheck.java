package io.alluvium.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether alerts and panels ask for metrics, and by labels, that there are. */
final class MetricsCheck {
  private static final Pattern METRIC = Pattern.compile("\\bflink_[a-zA-Z0-9_:]+");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{([^}]*)}}");

  private final KnownMetrics known;
  private final List<String> problems = new ArrayList<>();

  private MetricsCheck(KnownMetrics known) {
    this.known = known;
  }

  static List<String> problems(Manifests manifests, KnownMetrics known)
      throws JsonProcessingException {
    MetricsCheck check = new MetricsCheck(known);
    for (JsonNode rules : manifests.ofKind("PrometheusRule")) {
      for (JsonNode rule : rules.at("/spec/groups/0/rules")) {
        check.expression(rule.path("alert").asText(), rule.path("expr").asText());
      }
    }
    for (JsonNode map : manifests.ofKind("ConfigMap")) {
      JsonNode dashboard = map.at("/data/alluvium.json");
      if (!dashboard.isMissingNode()) {
        check.dashboard(Yaml.JSON.readTree(dashboard.asText()));
      }
    }
    return check.problems;
  }

  private void dashboard(JsonNode dashboard) {
    for (JsonNode panel : dashboard.path("panels")) {
      String title = panel.path("title").asText();
      for (JsonNode target : panel.path("targets")) {
        expression(title, target.path("expr").asText());
        LEGEND
            .matcher(target.path("legendFormat").asText())
            .results()
            .forEach(label -> label(title, label.group(1)));
      }
    }
  }

  private void expression(String name, String expression) {
    Matcher metrics = METRIC.matcher(expression);
    boolean hasOne = false;
    while (metrics.find()) {
      hasOne = true;
      if (!known.has(metrics.group())) {
        problems.add(name + ": there is no metric " + metrics.group());
      }
    }
    if (!hasOne) {
      problems.add(name + ": asks for no metric: " + expression);
    }
    BY.matcher(expression)
        .results()
        .flatMap(labels -> Stream.of(labels.group(1).split(",")))
        .forEach(label -> label(name, label.strip()));
  }

  private void label(String name, String label) {
    if (!known.hasLabel(label)) {
      problems.add(name + ": there is no label " + label);
    }
  }
}
