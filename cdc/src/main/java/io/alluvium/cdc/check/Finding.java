package io.alluvium.cdc.check;

import java.util.List;

/**
 * What was found about a database.
 *
 * @param subject what it is about, such as {@code table public.orders}
 * @param text one sentence
 * @param mend statements that mend it, for a role that may run them; empty where nothing is to be
 *     done, or not by SQL
 */
public record Finding(Severity severity, String subject, String text, List<String> mend) {

  /** How much it matters. */
  public enum Severity {
    OK,
    /** The capture runs, but something could go better or wrong later. */
    WARNING,
    /** The capture would not start, or would stop. */
    PROBLEM
  }

  public Finding {
    mend = List.copyOf(mend);
  }

  public static Finding ok(String subject, String text) {
    return new Finding(Severity.OK, subject, text, List.of());
  }

  public static Finding warning(String subject, String text, String... mend) {
    return new Finding(Severity.WARNING, subject, text, List.of(mend));
  }

  public static Finding problem(String subject, String text, String... mend) {
    return new Finding(Severity.PROBLEM, subject, text, List.of(mend));
  }
}
