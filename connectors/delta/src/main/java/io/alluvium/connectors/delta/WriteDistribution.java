package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** How rows reach the writers of an append sink: the values of {@code write.distribution}. */
@PublicEvolving
public enum WriteDistribution implements DescribedEnum {
  NONE(
      "none",
      "Rows are written where they are: no exchange, but each writer has a file for each of its"
          + " partitions."),
  HASH(
      "hash",
      "The rows of a partition go to one writer: fewer and larger files where rows of many"
          + " partitions come mixed, at the cost of an exchange and of the balance between"
          + " writers.");

  private final String value;
  private final String description;

  WriteDistribution(String value, String description) {
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
