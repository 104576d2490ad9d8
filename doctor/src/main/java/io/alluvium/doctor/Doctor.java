package io.alluvium.doctor;

import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.rules.AllRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at a configuration by all rules. Reads files only, and connects to nothing. */
public final class Doctor {
  private final List<Rule> rules;

  public Doctor() {
    this(AllRules.list());
  }

  Doctor(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * What was found, by file and line. A line that holds {@code doctor:ignore ID}, or is below one
   * that does, is passed over by that rule.
   */
  public List<Finding> look(Project project) {
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules) {
      rule.check()
          .look(
              project,
              (file, line, message) -> {
                if (!project.isIgnored(file, line, rule.id())) {
                  findings.add(new Finding(rule, file, line, message));
                }
              });
    }
    findings.sort(
        Comparator.comparing(Finding::file)
            .thenComparing(Finding::line)
            .thenComparing(finding -> finding.rule().id()));
    return findings;
  }
}
