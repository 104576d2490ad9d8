package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What becomes of a row with a value that Snowflake cannot take. */
@PublicEvolving
public enum BadValues implements DescribedEnum {
  FAIL("fail", "The job fails with a line that names the row, the column and the reason."),
  DEAD_LETTER(
      "dead-letter",
      "The row is left out and noted in the table of dead letters, with the reason.");

  private final String value;
  private final String description;

  BadValues(String value, String description) {
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
