package io.alluvium.connectors.cosmos;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** How the sink shows who it is. */
public enum AuthenticationKind implements DescribedEnum {
  KEY("key", "By the account's key, from 'key.file' or 'key.environment'."),
  ENTRA_ID(
      "entra-id",
      "By Entra ID: a workload identity, as AKS gives it to pods, or the secret of an application.");

  private final String name;
  private final String description;

  AuthenticationKind(String name, String description) {
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
