package io.alluvium.models.compile;

import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.TimeUtils;

/** How long a job keeps state that nothing touches: for ever, unless its models say otherwise. */
final class StateRetention {
  private StateRetention() {}

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
