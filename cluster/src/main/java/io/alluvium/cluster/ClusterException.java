package io.alluvium.cluster;

/**
 * A cluster, or a job on one, is not as a command needs it. The message is one line that names the
 * cluster, the cause and the remedy.
 */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
