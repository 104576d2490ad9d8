package io.alluvium.models.project;

/**
 * What a model reads.
 *
 * @param source the source's name; empty for a model or seed
 * @param line of the model's file
 */
public record Reference(String source, String name, int line) {
  public boolean isSource() {
    return !source.isEmpty();
  }

  @Override
  public String toString() {
    return isSource() ? "source('" + source + "', '" + name + "')" : "ref('" + name + "')";
  }
}
