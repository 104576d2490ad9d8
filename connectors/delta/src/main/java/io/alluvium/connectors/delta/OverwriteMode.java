package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/**
 * What {@code INSERT OVERWRITE} replaces in a partitioned table: the values of {@code
 * write.overwrite-mode}.
 */
@PublicEvolving
public enum OverwriteMode implements DescribedEnum {
  DYNAMIC(
      "dynamic",
      "Exactly the partitions that rows are written to; where PARTITION (...) names all partition"
          + " columns, that partition, also if no row is written."),
  STATIC(
      "static",
      "All partitions that PARTITION (...) names, also those that no row is written to; the whole"
          + " table where nothing is named.");

  private final String value;
  private final String description;

  OverwriteMode(String value, String description) {
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
