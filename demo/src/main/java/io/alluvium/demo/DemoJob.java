package io.alluvium.demo;

import java.util.Optional;

/** A job of the demo that was submitted. */
interface DemoJob {
  String name();

  /** Whether it goes on from a checkpoint. */
  boolean isRestored();

  /** Why it has failed; empty while it runs or restarts. */
  Optional<Throwable> failure() throws Exception;
}
