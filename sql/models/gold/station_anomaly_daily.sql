{{ config(unique_key=['station', 'reading_date']) }}
SELECT station, reading_date, measured, outliers, extreme_score, temperature_median,
       temperature_deviation,
       CAST(outliers AS DOUBLE) / CAST(measured AS DOUBLE) AS outlier_share
FROM {{ ref('int_station_outliers') }}
