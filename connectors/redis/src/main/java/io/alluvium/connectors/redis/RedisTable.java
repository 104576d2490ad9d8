package io.alluvium.connectors.redis;

import java.util.Optional;

/** What a sink needs to know of its table. */
record RedisTable(RedisSinkConfig config, RowHash rowHash, Optional<Integer> parallelism) {}
