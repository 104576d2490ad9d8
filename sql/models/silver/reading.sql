{{ config(unique_key=['station', 'observed_at']) }}
SELECT station, observed_at, temperature, dew_point, humidity, pressure, visibility, wind_speed,
       wind_direction, gust_speed, precipitation, events, conditions
FROM {{ ref('int_reading') }}
