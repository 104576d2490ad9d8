-- Readings, cleaned; of those with the same station and time the one that arrived last. A station's
-- messages come through one partition, so that _sequence is the order in which they arrived.
SELECT station, observed_at, temperature, dew_point, humidity, pressure, visibility, wind_speed,
       wind_direction, gust_speed, precipitation, events, conditions
FROM (
  SELECT *,
         ROW_NUMBER() OVER (PARTITION BY station, observed_at ORDER BY _sequence DESC) AS newest
  FROM (
    SELECT station,
           CAST(TO_TIMESTAMP(date_utc) AS TIMESTAMP_LTZ(6)) AS observed_at,
           -- The devices send this number, a dash or nothing where they measured nothing.
           NULLIF(temperature_c, -9999e0) AS temperature,
           NULLIF(dew_point_c, -9999e0) AS dew_point,
           NULLIF(humidity, -9999e0) AS humidity,
           NULLIF(sea_level_pressure_hpa, -9999e0) AS pressure,
           NULLIF(visibility_km, -9999e0) AS visibility,
           NULLIF(wind_speed_kmh, -9999e0) AS wind_speed,
           CASE WHEN TRIM(wind_direction) IN ('', '-', '-9999') THEN NULL
                ELSE TRIM(wind_direction) END AS wind_direction,
           NULLIF(gust_speed_kmh, -9999e0) AS gust_speed,
           NULLIF(precipitation_mm, -9999e0) AS precipitation,
           CASE WHEN TRIM(events) IN ('', '-', '-9999') THEN NULL
                ELSE TRIM(events) END AS events,
           CASE WHEN TRIM(conditions) IN ('', '-', '-9999') THEN NULL
                ELSE TRIM(conditions) END AS conditions,
           _sequence
    FROM {{ source('bronze', 'reading') }}
  )
  WHERE station IS NOT NULL AND observed_at IS NOT NULL
)
WHERE newest = 1
