package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What the sink may do to tables before it writes to them. */
@PublicEvolving
public enum SchemaChanges implements DescribedEnum {
  NONE("none", "Nothing: what lacks fails the job, with the statements that would make it."),
  CREATE("create", "Create what is not there: tables, the view and the stage."),
  EVOLVE("evolve", "Also add columns that the table lacks, and put them into the view.");

  private final String value;
  private final String description;

  SchemaChanges(String value, String description) {
    this.value = value;
    this.description = description;
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public InlineElement getDescription() {
    return TextElement.text(description);
  }
}
