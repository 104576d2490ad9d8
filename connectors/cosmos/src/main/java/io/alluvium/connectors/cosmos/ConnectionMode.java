package io.alluvium.connectors.cosmos;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** How the client reaches a container. */
public enum ConnectionMode implements DescribedEnum {
  GATEWAY("gateway", "By the account's HTTPS address alone."),
  DIRECT("direct", "Straight to the servers of its partitions: TCP, ports 10000 to 20000.");

  private final String name;
  private final String description;

  ConnectionMode(String name, String description) {
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
