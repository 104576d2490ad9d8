SELECT primary_usage, hour_start, COUNT(*) AS found
FROM {{ ref('comfort_hourly') }}
GROUP BY primary_usage, hour_start
HAVING COUNT(*) > 1
