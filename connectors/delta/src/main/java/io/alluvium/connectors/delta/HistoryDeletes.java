package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** What a history keeps of a deletion: the values of {@code write.history.deletes}. */
@PublicEvolving
public enum HistoryDeletes implements DescribedEnum {
  IGNORE("ignore", "Nothing: the last version of the row stays valid."),
  INVALIDATE("invalidate", "The last version of the row ends."),
  NEW_RECORD(
      "new-record",
      "The last version of the row ends, and one begins whose 'dbt_is_deleted' is 'True'.");

  private final String value;
  private final String description;

  HistoryDeletes(String value, String description) {
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
