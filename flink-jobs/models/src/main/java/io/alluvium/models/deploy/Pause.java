package io.alluvium.models.deploy;

import java.time.Duration;

/** Waits between two looks at a job. */
public interface Pause {

  /** Waits at most so long, and says whether all is to stop. */
  boolean await(Duration duration) throws InterruptedException;
}
