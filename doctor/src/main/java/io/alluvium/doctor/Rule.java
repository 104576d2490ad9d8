package io.alluvium.doctor;

import io.alluvium.doctor.files.Project;

/**
 * One thing that has gone wrong for somebody.
 *
 * @param id by which it is named and silenced
 * @param area what it looks at, for people
 * @param reason what happens, and why
 * @param mend what to write instead
 * @param source where it is known from
 */
public record Rule(
    String id,
    Severity severity,
    String area,
    String reason,
    String mend,
    String source,
    Check check) {
  /** Looks at a configuration. */
  @FunctionalInterface
  public interface Check {
    void look(Project project, Report report);
  }

  /** Takes what a check finds. */
  @FunctionalInterface
  public interface Report {
    void found(String file, int line, String message);
  }
}
