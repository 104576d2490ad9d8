CREATE TABLE IF NOT EXISTS lake.gold.usage_monthly (
  primary_usage STRING NOT NULL COMMENT 'Usage; buildings without one are not counted here',
  month_start DATE NOT NULL COMMENT 'First UTC day of the month',
  buildings BIGINT COMMENT 'Buildings with a day in the month',
  heating_degree_days DOUBLE COMMENT 'Sum over these buildings and the days',
  cooling_degree_days DOUBLE COMMENT 'Sum over these buildings and the days',
  floor_area_m2 DOUBLE COMMENT 'Sum over these buildings',
  PRIMARY KEY (primary_usage, month_start) NOT ENFORCED
) WITH ('write.mode' = 'copy-on-write');

-- Sums of decimals, because what is taken out of a sum of doubles leaves dust behind. First by
-- building, so that its floor area counts once.
INSERT INTO lake.gold.usage_monthly
SELECT primary_usage, month_start,
       COUNT(*),
       CAST(COALESCE(SUM(heating), 0) AS DOUBLE),
       CAST(COALESCE(SUM(cooling), 0) AS DOUBLE),
       CAST(COALESCE(SUM(floor_area), 0) AS DOUBLE)
FROM (
  SELECT building, primary_usage, month_start, floor_area,
         SUM(heating) AS heating, SUM(cooling) AS cooling
  FROM (
    SELECT building, primary_usage,
           CAST(FLOOR(reading_date TO MONTH) AS DATE) AS month_start,
           CAST(floor_area_m2 AS DECIMAL(24, 9)) AS floor_area,
           CAST(heating_degree_days AS DECIMAL(18, 13)) AS heating,
           CAST(cooling_degree_days AS DECIMAL(18, 13)) AS cooling
    FROM int_building_daily
    WHERE primary_usage IS NOT NULL
  )
  GROUP BY building, primary_usage, month_start, floor_area
)
GROUP BY primary_usage, month_start;
