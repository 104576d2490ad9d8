package io.alluvium.connectors.delta.sink.routing;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** What becomes of values that a table has no fitting column for. */
@PublicEvolving
public enum SchemaPolicy implements DescribedEnum {
  EVOLVE(
      "evolve",
      "The table gains the column, or a wider type where its property 'delta.enableTypeWidening'"
          + " allows it. Values whose type does not fit are kept in the rescue column; where the"
          + " table has none, the job stops."),
  RESCUE(
      "rescue",
      "The table stays as it is. Values without a fitting column are kept in the rescue column, as"
          + " JSON; where the table has none, the job stops."),
  STOP("stop", "The job stops.");

  private final String value;
  private final String description;

  SchemaPolicy(String value, String description) {
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
