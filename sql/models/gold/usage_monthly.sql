-- Sums of decimals, because what is taken out of a sum of doubles leaves dust behind. First by
-- building, so that its floor area counts once.
{{ config(unique_key=['primary_usage', 'month_start']) }}
SELECT primary_usage, month_start,
       COUNT(*) AS buildings,
       CAST(COALESCE(SUM(heating), 0) AS DOUBLE) AS heating_degree_days,
       CAST(COALESCE(SUM(cooling), 0) AS DOUBLE) AS cooling_degree_days,
       CAST(COALESCE(SUM(floor_area), 0) AS DOUBLE) AS floor_area_m2
FROM (
  SELECT building, primary_usage, month_start, floor_area,
         SUM(heating) AS heating, SUM(cooling) AS cooling
  FROM (
    SELECT building, primary_usage,
           CAST(FLOOR(reading_date TO MONTH) AS DATE) AS month_start,
           CAST(floor_area_m2 AS DECIMAL(24, 9)) AS floor_area,
           CAST(heating_degree_days AS DECIMAL(18, 13)) AS heating,
           CAST(cooling_degree_days AS DECIMAL(18, 13)) AS cooling
    FROM {{ ref('int_building_daily') }}
    WHERE primary_usage IS NOT NULL
  )
  GROUP BY building, primary_usage, month_start, floor_area
)
GROUP BY primary_usage, month_start
