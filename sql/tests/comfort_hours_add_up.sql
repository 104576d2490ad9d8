-- A building is comfortable, too cold or too warm.
SELECT primary_usage, hour_start, buildings, comfortable, too_cold, too_warm
FROM {{ ref('comfort_hourly') }}
WHERE buildings <> comfortable + too_cold + too_warm
