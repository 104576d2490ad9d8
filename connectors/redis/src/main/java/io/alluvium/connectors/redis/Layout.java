package io.alluvium.connectors.redis;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What a row is in Redis. */
public enum Layout implements DescribedEnum {
  HASH("hash", "A hash with a field for each column whose value is not null."),
  JSON("json", "A string that holds the row as a JSON object."),
  SORTED_SET(
      "sorted-set",
      "A member of a sorted set, for the first N and for ranges; its values are a JSON object in the"
          + " hash {<key>}:rows."),
  STREAM("stream", "An entry of a stream for each change.");

  private final String name;
  private final String description;

  Layout(String name, String description) {
    this.name = name;
    this.description = description;
  }

  /** Whether a key holds many rows. */
  boolean hasMembers() {
    return this == SORTED_SET || this == STREAM;
  }

  @Override
  public InlineElement getDescription() {
    return TextElement.text(description);
  }

  /** As it is written in options. */
  @Override
  public String toString() {
    return name;
  }
}
