package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.files.Settings;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Checks of Flink's settings, one by one. */
final class SettingsCheck {
  private SettingsCheck() {}

  /** Where a setting is there, and is wrong. */
  static Rule.Check wrong(String key, Predicate<String> isWrong) {
    return (project, report) ->
        project
            .settings()
            .forEach(
                settings ->
                    settings
                        .get(key)
                        .filter(value -> isWrong.test(value.text()))
                        .ifPresent(
                            value ->
                                report.found(
                                    settings.file(), value.line(), key + ": " + value.text())));
  }

  /** Where a setting is wrong, or absent from settings that there are no others beside. */
  static Rule.Check wrongOrAbsent(
      String key, Predicate<Settings> concerns, Predicate<String> isWrong) {
    return (project, report) -> {
      for (Settings settings : project.settings()) {
        boolean isAbsent = settings.get(key).isEmpty();
        boolean isFound = isAbsent ? settings.complete() : isWrong.test(settings.text(key));
        if (isFound && concerns.test(settings)) {
          report.found(
              settings.file(),
              settings.lineOf(key),
              isAbsent ? key + " is not set" : key + ": " + settings.text(key));
        }
      }
    };
  }

  /** Where several settings are wrong together; the function gives the key and what to say. */
  static Rule.Check together(Function<Settings, Optional<Problem>> look) {
    return (project, report) ->
        project
            .settings()
            .forEach(
                settings ->
                    look.apply(settings)
                        .ifPresent(
                            problem ->
                                report.found(
                                    settings.file(),
                                    settings.lineOf(problem.key()),
                                    problem.message())));
  }

  /**
   * What is wrong.
   *
   * @param key of the setting to show
   */
  record Problem(String key, String message) {}
}
