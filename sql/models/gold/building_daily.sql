{{ config(unique_key=['building', 'reading_date']) }}
SELECT building, reading_date, readings, temperature_mean, temperature_min, temperature_max,
       heating_degree_days, cooling_degree_days
FROM {{ ref('int_building_daily') }}
