package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.YamlValue;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.configuration.MemorySize;

/** Whether what is asked for fits: values of the Helm chart. */
final class CapacityRules {
  private static final String AREA = "Capacity";
  private static final String METASPACE = "taskmanager.memory.jvm-metaspace.size";
  private static final MemorySize OF_FLINK = MemorySize.ofMebiBytes(160);
  private static final MemorySize OF_A_JOB = MemorySize.ofMebiBytes(20);

  private CapacityRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "slots-too-few",
            Severity.ERROR,
            AREA,
            "A job that does not get all its slots does not start, and asks for them until it times out.",
            "Raise `taskManager.replicas` or `slots`, or lower the jobs' parallelism.",
            "Flink: NoResourceAvailableException",
            CapacityRules::slots),
        new Rule(
            "metaspace-for-jobs",
            Severity.ERROR,
            AREA,
            "Each job's generated code takes about 20 MB of each task manager's metaspace, and twice that while"
                + " an upgrade's old code is not yet unloaded.",
            "Set `taskmanager.memory.jvm-metaspace.size` to 160 MB and 40 MB for each job.",
            "paimon#9795: 18.2 MB for each SQL job",
            CapacityRules::metaspace));
  }

  private static void slots(Project project, Rule.Report report) {
    for (Document document : project.of(Kind.HELM_VALUES)) {
      YamlValue root = document.root();
      OptionalLong replicas = Quantities.number(root.textAt("taskManager", "replicas"));
      OptionalLong slots = Quantities.number(root.textAt("taskManager", "slots"));
      if (replicas.isEmpty() || slots.isEmpty() || !root.has("jobs")) {
        continue;
      }
      long needed =
          root.at("jobs").orElseThrow().items().stream()
              .mapToLong(job -> Quantities.number(job.textAt("parallelism")).orElse(1))
              .sum();
      long available = replicas.getAsLong() * slots.getAsLong();
      if (needed > available) {
        report.found(
            document.file(),
            root.at("taskManager").orElseThrow().line(),
            "the jobs need " + needed + " slots, and there are " + available);
      }
    }
  }

  private static void metaspace(Project project, Rule.Report report) {
    for (Document document : project.of(Kind.HELM_VALUES)) {
      YamlValue root = document.root();
      int jobs = root.at("jobs").map(value -> value.items().size()).orElse(0);
      MemorySize needed = OF_FLINK.add(OF_A_JOB.multiply(2.0 * jobs));
      root.at("flinkConfiguration", METASPACE)
          .filter(
              value ->
                  Quantities.size(value.text())
                      .filter(size -> size.compareTo(needed) < 0)
                      .isPresent())
          .ifPresent(
              value ->
                  report.found(
                      document.file(),
                      value.line(),
                      value.text()
                          + " for "
                          + jobs
                          + " jobs, which need "
                          + needed.toHumanReadableString()));
    }
  }
}
