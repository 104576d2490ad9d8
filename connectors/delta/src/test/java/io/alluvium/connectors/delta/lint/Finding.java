package io.alluvium.connectors.delta.lint;

/**
 * A breach of the Delta protocol.
 *
 * @param version of the table whose commit, checkpoint or files show it
 * @param rule a short name of what is broken
 * @param message names the place and what was found there
 */
public record Finding(long version, String rule, String message) {

  @Override
  public String toString() {
    return "version " + version + ", " + rule + ": " + message;
  }
}
