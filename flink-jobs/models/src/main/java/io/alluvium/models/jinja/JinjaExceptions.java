package io.alluvium.models.jinja;

/** dbt's {@code exceptions}. */
public final class JinjaExceptions {
  /** Ends the compilation with this message. */
  public String raise_compiler_error(String message) {
    throw new JinjaProblem(LineMarks.unmarked(message));
  }

  /** Nothing: warnings are no part of the text. */
  public String warn(String message) {
    return "";
  }
}
