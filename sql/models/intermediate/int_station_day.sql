-- The figures of a station's UTC day.
SELECT station, reading_date, summary.readings, summary.measured,
       summary.mean AS temperature_mean,
       summary.minimum AS temperature_min,
       summary.maximum AS temperature_max,
       summary.first_observed, summary.last_observed, summary.longest_gap_seconds
FROM (
  SELECT station, reading_date, series_summary(observed_at, temperature) AS summary
  FROM (SELECT station, CAST(observed_at AS DATE) AS reading_date, observed_at, temperature
        FROM {{ ref('int_reading') }})
  GROUP BY station, reading_date
)
