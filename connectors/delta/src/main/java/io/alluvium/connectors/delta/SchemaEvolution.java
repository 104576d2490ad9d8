package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/**
 * What an append sink does with columns that the table lacks: the values of {@code
 * schema.evolution}.
 */
@PublicEvolving
public enum SchemaEvolution implements DescribedEnum {
  NONE("none", "The job is refused."),
  ADD_COLUMNS(
      "add-columns",
      "They are added to the table, nullable and at the end. A column whose type has grown is"
          + " widened where the table's property 'delta.enableTypeWidening' allows it, and refused"
          + " otherwise.");

  private final String value;
  private final String description;

  SchemaEvolution(String value, String description) {
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
