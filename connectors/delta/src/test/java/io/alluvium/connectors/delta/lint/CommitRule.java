package io.alluvium.connectors.delta.lint;

/** What every single commit must keep to. */
interface CommitRule {

  /**
   * @param before the table as the commit found it
   */
  void check(Commit commit, TableState before, Findings findings);
}
