package io.alluvium.cdc;

/** Keeps a password out of messages and logs: only {@link #reveal()} shows it. */
final class Password {
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
