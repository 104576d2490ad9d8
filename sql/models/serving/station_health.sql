CREATE TEMPORARY TABLE IF NOT EXISTS serving_station_health (
  station STRING NOT NULL,
  readings BIGINT,
  missing_share DOUBLE,
  longest_gap_minutes BIGINT,
  first_observed TIMESTAMP_LTZ(6),
  last_observed TIMESTAMP_LTZ(6),
  PRIMARY KEY (station) NOT ENFORCED
) WITH (
  'connector' = 'redis',
  'uri' = '${redis.uri}',
  'key.prefix' = 'alluvium:station_health',
  'freshness.key' = 'alluvium:freshness:station_health'
);

INSERT INTO serving_station_health
SELECT station, readings, missing_share, longest_gap_minutes, first_observed, last_observed
FROM lake.gold.station_health;
