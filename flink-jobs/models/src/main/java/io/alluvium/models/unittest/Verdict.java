package io.alluvium.models.unittest;

/**
 * What a test has found.
 *
 * @param failures how many rows are wrong; zero for a test that passed
 * @param message for people, of several lines; empty for a test that passed
 */
record Verdict(int failures, String message) {
  static final Verdict PASS = new Verdict(0, "");

  boolean isPass() {
    return failures == 0;
  }
}
