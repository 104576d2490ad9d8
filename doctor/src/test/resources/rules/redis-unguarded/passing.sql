CREATE TABLE station_health (
  station STRING, readings BIGINT, PRIMARY KEY (station) NOT ENFORCED
) WITH (
  'connector' = 'redis',
  'write.guard' = 'newer',
  'uri' = 'rediss://river.redis.cache.windows.net:6380'
);
