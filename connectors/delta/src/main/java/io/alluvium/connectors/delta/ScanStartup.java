package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** Where a continuous read starts: the values of {@code scan.startup}. */
@PublicEvolving
public enum ScanStartup implements DescribedEnum {
  LATEST_FULL("latest-full", "All rows of the latest version, then the commits after it."),
  EARLIEST("earliest", "All commits, from the table's first on."),
  LATEST("latest", "Only the commits after the latest version."),
  FROM_VERSION("from-version", "The commit that made 'scan.version', and those after it."),
  FROM_TIMESTAMP(
      "from-timestamp", "The first commit at or after 'scan.timestamp', and those after it.");

  private final String value;
  private final String description;

  ScanStartup(String value, String description) {
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
