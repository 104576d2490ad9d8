package io.alluvium.cdc.pipeline;

/** The kinds of databases that can be captured. */
public enum SourceType {
  POSTGRES("postgres", 5432),
  MYSQL("mysql", 3306);

  private final String value;
  private final int defaultPort;

  SourceType(String value, int defaultPort) {
    this.value = value;
    this.defaultPort = defaultPort;
  }

  int defaultPort() {
    return defaultPort;
  }

  static SourceType of(String value) {
    for (SourceType type : values()) {
      if (type.value.equals(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
