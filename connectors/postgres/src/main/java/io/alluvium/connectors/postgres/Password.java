package io.alluvium.connectors.postgres;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/** Keeps a password out of messages and logs: only {@link #reveal()} shows it. */
@PublicEvolving
public final class Password implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String value;

  public Password(String value) {
    this.value = Objects.requireNonNull(value);
  }

  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Password password && password.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "******";
  }
}
