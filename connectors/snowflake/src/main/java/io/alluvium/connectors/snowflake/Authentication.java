package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** How the sink logs in. */
@PublicEvolving
public enum Authentication implements DescribedEnum {
  KEY_PAIR("key-pair", "With a token that the user's private key signs."),
  OAUTH("oauth", "With an OAuth access token, which is read anew for each login.");

  private final String value;
  private final String description;

  Authentication(String value, String description) {
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
