package io.alluvium.connectors.delta.lint;

import java.io.IOException;

/** What files beside a commit must say about the table after it. */
interface StateRule {

  void check(long version, TableState after, Findings findings) throws IOException;
}
