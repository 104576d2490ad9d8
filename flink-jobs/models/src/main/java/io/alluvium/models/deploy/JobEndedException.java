package io.alluvium.models.deploy;

import javax.annotation.Nullable;

/** A job has ended by itself. */
public final class JobEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String job;

  /**
   * @param cause null where somebody cancelled the job
   */
  JobEndedException(String job, @Nullable Throwable cause) {
    super("The job " + job + " has ended", cause);
    this.job = job;
  }

  public String job() {
    return job;
  }
}
