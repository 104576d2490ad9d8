package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** Which row changes a continuous read emits: the values of {@code scan.changelog}. */
@PublicEvolving
public enum ScanChangelog implements DescribedEnum {
  NONE(
      "none",
      "Appended rows only, read in parallel. The job fails at a commit that removes or changes"
          + " rows."),
  ALL(
      "all",
      "Insertions, both images of updates, and deletions, read from the change data feed"
          + " where a commit has one, otherwise from the files and deletion vectors that it"
          + " replaces; read by one task."),
  UPSERT(
      "upsert",
      "As 'all' without the old images of updated rows, and with the keys alone of deleted ones,"
          + " which costs a fraction. Needs a primary key."),
  OPERATIONS(
      "operations",
      "Of a table to which changes are appended, such as one of bronze: each row is the change"
          + " that its column 'scan.changelog.operation-column' tells; read by one task. Needs a"
          + " primary key.");

  private final String value;
  private final String description;

  ScanChangelog(String value, String description) {
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
