package io.alluvium.state.edits;

import io.alluvium.state.gate.Verdict;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * An edit of a job, with what must be said of it.
 *
 * @param before makes the job that runs of the base
 * @param change makes the job that is to run of that
 * @param expected verdicts on models, by table; all others are kept
 */
record Edit(
    String name,
    UnaryOperator<Job> before,
    UnaryOperator<Job> change,
    Map<String, Verdict> expected) {

  static Edit of(String name, UnaryOperator<Job> change, Object... expected) {
    return on(name, job -> job, change, expected);
  }

  static Edit on(
      String name, UnaryOperator<Job> before, UnaryOperator<Job> change, Object... expected) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (int i = 0; i < expected.length; i += 2) {
      verdicts.put("default_database." + expected[i], (Verdict) expected[i + 1]);
    }
    return new Edit(name, before, change, verdicts);
  }

  Job running() {
    return before.apply(Job.base());
  }

  Job wanted() {
    return change.apply(running());
  }

  @Override
  public String toString() {
    return name;
  }
}
