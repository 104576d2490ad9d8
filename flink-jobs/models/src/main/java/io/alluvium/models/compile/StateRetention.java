package io.alluvium.models.compile;

import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.util.TimeUtils;

/** How long a job keeps state that nothing touches: for ever, unless its models say otherwise. */
final class StateRetention {
  private StateRetention() {}

  /** What may go wrong in a job that keeps state for a time only: one line per model. */
  static List<String> warnings(TableEnvironment tables, JobScript script) {
    Optional<String> retention = of(script.models());
    List<String> warnings = new ArrayList<>();
    for (Statement insert : retention.isEmpty() ? List.<Statement>of() : script.inserts()) {
      List<String> expiring = QueryPlan.of(tables, insert.sql()).expiring();
      if (!expiring.isEmpty()) {
        warnings.add(
            insert.comment()
                + ": state_ttl is "
                + retention.get()
                + "; what comes for a key that had no change for so long meets no former rows,"
                + " which makes wrong: "
                + String.join(", ", expiring));
      }
    }
    return warnings;
  }

  /** Such as {@code 36 h}. A job has one: its models share operators. */
  static Optional<String> of(Collection<CompiledModel> models) {
    List<Setting> settings =
        models.stream()
            .map(model -> model.node().model().config().setting(ConfigKey.STATE_TTL))
            .flatMap(Optional::stream)
            .toList();
    for (Setting setting : settings) {
      if (!setting.text().equals(settings.get(0).text())) {
        throw setting.error(
            "is '"
                + setting.text()
                + "', but '"
                + settings.get(0).text()
                + "' at "
                + settings.get(0).origin().place()
                + ": the models of a job share their state; give one of them another job");
      }
      try {
        TimeUtils.parseDuration(setting.text());
      } catch (IllegalArgumentException e) {
        throw setting.error("must be a duration such as '36 h' or '7 d'");
      }
    }
    return settings.stream().map(Setting::text).findFirst();
  }
}
