-- Each building's days: its station's weather against the base temperature of its usage, which is
-- 18 degrees where no policy says otherwise. GREATEST is null where the day has no temperature.
SELECT b.building, b.primary_usage, b.floor_area_m2, d.reading_date, d.readings,
       d.temperature_mean, d.temperature_min, d.temperature_max,
       GREATEST(0e0, b.base_temperature - d.temperature_mean) AS heating_degree_days,
       GREATEST(0e0, d.temperature_mean - b.base_temperature) AS cooling_degree_days
FROM {{ ref('int_station_day') }} AS d
JOIN (
  SELECT b.building, b.primary_usage, b.station, b.floor_area_m2,
         COALESCE(CAST(p.base_temperature AS DOUBLE), 18e0) AS base_temperature
  FROM {{ ref('int_building') }} AS b
  LEFT JOIN {{ ref('int_comfort_policy') }} AS p ON b.primary_usage = p.primary_usage
) AS b
ON b.station = d.station
