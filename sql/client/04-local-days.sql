-- Functions of this project: days as the building's clocks have them, and degrees Fahrenheit.
SELECT b.building,
       DATE_IN(r.observed_at, b.time_zone) AS local_day,
       ROUND(CONVERT_UNIT(MAX(r.temperature), 'degC', 'degF'), 1) AS warmest_fahrenheit
FROM silver.building AS b
JOIN silver.reading AS r ON r.station = b.station
WHERE b.time_zone IS NOT NULL
GROUP BY b.building, DATE_IN(r.observed_at, b.time_zone)
ORDER BY b.building, local_day
LIMIT 10;
