package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** How a sink puts rows into a table: the values of {@code write.mode}. */
@PublicEvolving
public enum WriteMode implements DescribedEnum {
  APPEND("append", "Every row is added; only insertions are accepted."),
  COPY_ON_WRITE(
      "copy-on-write",
      "One row per primary key; each commit rewrites the data files whose rows changed, so that"
          + " any Delta reader can read the table. Needs a primary key."),
  MERGE_ON_READ(
      "merge-on-read",
      "One row per primary key; a commit writes the changed rows and marks the old ones in deletion"
          + " vectors, at a cost that does not grow with the table. Needs a primary key, and readers"
          + " that know deletion vectors.");

  private final String value;
  private final String description;

  WriteMode(String value, String description) {
    this.value = value;
    this.description = description;
  }

  @Override
  public InlineElement getDescription() {
    return text(description);
  }

  @Override
  public String toString() {
    return value;
  }
}
