package io.alluvium.connectors.redis;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** Which changes Redis takes. */
public enum WriteGuard implements DescribedEnum {
  NEWER(
      "newer",
      "Those that are newer than what is there: by 'version.column' where there is one, and else by"
          + " the epoch of the writer, which each start of the job begins anew. What a task that"
          + " was replaced still sends is not taken, nor what a restored job sends again."),
  NONE("none", "All, in the order in which they come. Cheaper.");

  private final String name;
  private final String description;

  WriteGuard(String name, String description) {
    this.name = name;
    this.description = description;
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
