CREATE TEMPORARY TABLE IF NOT EXISTS serving_building_daily (
  building STRING NOT NULL,
  reading_date DATE NOT NULL,
  readings BIGINT,
  temperature_mean DOUBLE,
  temperature_min DOUBLE,
  temperature_max DOUBLE,
  heating_degree_days DOUBLE,
  cooling_degree_days DOUBLE,
  PRIMARY KEY (building, reading_date) NOT ENFORCED
) WITH (
  'connector' = 'redis',
  'uri' = '${redis.uri}',
  'key.prefix' = 'alluvium:building_daily',
  'freshness.key' = 'alluvium:freshness:building_daily'
);

INSERT INTO serving_building_daily
SELECT building, reading_date, readings, temperature_mean, temperature_min, temperature_max,
       heating_degree_days, cooling_degree_days
FROM lake.gold.building_daily;
