CREATE TEMPORARY TABLE IF NOT EXISTS serving_usage_monthly (
  primary_usage STRING NOT NULL,
  month_start DATE NOT NULL,
  buildings BIGINT,
  heating_degree_days DOUBLE,
  cooling_degree_days DOUBLE,
  floor_area_m2 DOUBLE,
  PRIMARY KEY (primary_usage, month_start) NOT ENFORCED
) WITH (
  'connector' = 'redis',
  'uri' = '${redis.uri}',
  'key.prefix' = 'alluvium:usage_monthly',
  'freshness.key' = 'alluvium:freshness:usage_monthly'
);

INSERT INTO serving_usage_monthly
SELECT primary_usage, month_start, buildings, heating_degree_days, cooling_degree_days,
       floor_area_m2
FROM lake.gold.usage_monthly;
