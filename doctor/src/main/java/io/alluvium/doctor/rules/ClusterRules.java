package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.files.YamlValue;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;

/** Processes of a session cluster. */
final class ClusterRules {
  private static final String AREA = "Session cluster";

  private ClusterRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "setting-unknown",
            Severity.ERROR,
            AREA,
            "Flink passes over settings that it does not know, without a word: what was meant is not set.",
            "Write the key as Flink's documentation of this version has it.",
            "Flink 1.20: GlobalConfiguration takes any key",
            ClusterRules::unknown),
        new Rule(
            "setting-unreadable",
            Severity.ERROR,
            AREA,
            "Flink cannot read the value, and the process, or the job, does not start.",
            "Write the value in the setting's type.",
            "Flink 1.20: IllegalArgumentException at the start",
            ClusterRules::unreadable),
        new Rule(
            "classes-child-first",
            Severity.ERROR,
            AREA,
            "Each job loads its own copy of every connector in its jar; a session cluster that runs many jobs"
                + " runs out of metaspace.",
            "Put connectors into `lib`, keep jars thin, and set `classloader.resolve-order: parent-first`.",
            "paimon#9795: 18 MB for each finished job; iceberg#3776; beam#25510",
            SettingsCheck.wrongOrAbsent(
                "classloader.resolve-order",
                settings -> true,
                text -> !text.equals("parent-first"))),
        new Rule(
            "metaspace-small",
            Severity.WARNING,
            AREA,
            "Code that is generated for SQL stays for a while after its job; with Flink's default of 256 MB a"
                + " session cluster dies after some tens of submissions.",
            "Set `taskmanager.memory.jvm-metaspace.size` to `320 mb` or more.",
            "paimon#9795; seatunnel#11645",
            SettingsCheck.wrongOrAbsent(
                "taskmanager.memory.jvm-metaspace.size",
                settings -> true,
                text ->
                    Quantities.size(text)
                        .filter(size -> size.compareTo(MemorySize.ofMebiBytes(320)) < 0)
                        .isPresent())),
        new Rule(
            "restarts-off",
            Severity.ERROR,
            AREA,
            "A job ends at its first failure: one broker that restarts, or one task manager that is moved.",
            "Set `restart-strategy.type: exponential-delay`.",
            "inlong#7001: one message stopped the job",
            SettingsCheck.wrong(
                "restart-strategy.type",
                text -> List.of("none", "off", "disable").contains(text.strip()))),
        new Rule(
            "zone-of-the-machine",
            Severity.WARNING,
            AREA,
            "Days and hours are cut by the zone of whatever machine compiles the statement: totals differ"
                + " between a laptop and the cluster.",
            "Set `table.local-time-zone: UTC`, and name zones in SQL where local days are meant.",
            "local days of this project's models",
            SettingsCheck.wrongOrAbsent(
                "table.local-time-zone", settings -> true, text -> text.equals("default"))));
  }

  private static void unknown(Project project, Rule.Report report) {
    FlinkOptions options = new FlinkOptions();
    for (Settings settings : project.settings()) {
      for (Map.Entry<String, YamlValue> setting : settings.values().entrySet()) {
        if (!options.knows(setting.getKey())) {
          report.found(
              settings.file(),
              setting.getValue().line(),
              "Flink has no setting "
                  + setting.getKey()
                  + options
                      .nearest(setting.getKey())
                      .map(known -> "; is " + known + " meant?")
                      .orElse(""));
        }
      }
    }
  }

  private static void unreadable(Project project, Rule.Report report) {
    FlinkOptions options = new FlinkOptions();
    for (Settings settings : project.settings()) {
      for (Map.Entry<String, YamlValue> setting : settings.values().entrySet()) {
        options
            .problem(setting.getKey(), setting.getValue().text())
            .ifPresent(
                problem ->
                    report.found(
                        settings.file(),
                        setting.getValue().line(),
                        setting.getKey() + " cannot be read: " + problem));
      }
    }
  }
}
