package io.alluvium.connectors.redis;

/**
 * Where a row is.
 *
 * @param key of Redis
 * @param member of what is under the key, where that holds many rows; else empty
 */
record RowKey(String key, String member) {
  @Override
  public String toString() {
    return member.isEmpty() ? key : key + " " + member;
  }
}
