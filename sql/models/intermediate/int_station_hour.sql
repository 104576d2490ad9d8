-- The mean temperature of each station and UTC hour. Hours in which nothing was measured are not here.
SELECT station, hour_start,
       CAST(SUM(CAST(temperature AS DECIMAL(18, 6))) AS DOUBLE) / CAST(COUNT(*) AS DOUBLE)
         AS temperature_mean
FROM (SELECT station, FLOOR(observed_at TO HOUR) AS hour_start, temperature
      FROM {{ ref('reading') }}
      WHERE temperature IS NOT NULL)
GROUP BY station, hour_start
