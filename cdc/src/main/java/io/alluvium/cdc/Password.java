package io.alluvium.cdc;

import java.io.Serializable;

/** Keeps a password out of messages and logs: only {@link #reveal()} shows it. */
final class Password implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String value;

  Password(String value) {
    this.value = value;
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "******";
  }
}
