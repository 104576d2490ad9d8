CREATE TABLE station_health (
  station STRING, readings BIGINT, PRIMARY KEY (station) NOT ENFORCED
) WITH (
  'connector' = 'redis',
  'uri' = 'redis://river.redis.cache.windows.net:6379'  -- <-- here
);
