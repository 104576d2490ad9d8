-- How far each station's UTC day is from itself: readings beyond the threshold, in deviations from
-- the day's median. A sensor that fails jumps; the weather does not.
SELECT station, reading_date, summary.measured, summary.median AS temperature_median,
       summary.deviation AS temperature_deviation, summary.outliers,
       summary.extreme AS extreme_score
FROM (
  SELECT station, reading_date,
         robust_outliers(temperature, CAST({{ var('outlier_threshold', 3.5) }} AS DOUBLE)) AS summary
  FROM (SELECT station, CAST(observed_at AS DATE) AS reading_date, temperature
        FROM {{ ref('int_reading') }})
  GROUP BY station, reading_date
)
WHERE summary.measured IS NOT NULL
