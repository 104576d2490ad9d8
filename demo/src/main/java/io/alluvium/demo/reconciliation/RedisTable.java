package io.alluvium.demo.reconciliation;

import java.util.List;
import java.util.Map;

/** Hashes in Redis. */
record RedisTable(RedisKpis redis, String prefix) implements ServedTable {
  @Override
  public String name() {
    return "redis " + prefix + "*";
  }

  @Override
  public List<Map<String, String>> rows(List<List<String>> keys) {
    return redis.hashes(keys.stream().map(key -> prefix + String.join(":", key)).toList());
  }

  @Override
  public long count() {
    return redis.count(prefix + "*");
  }
}
