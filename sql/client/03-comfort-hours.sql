-- A join of three silver tables: hours outside of the comfort of each usage.
SELECT p.primary_usage,
       COUNT(*) AS hours,
       SUM(CASE WHEN r.temperature < p.comfort_low THEN 1 ELSE 0 END) AS too_cold,
       SUM(CASE WHEN r.temperature > p.comfort_high THEN 1 ELSE 0 END) AS too_warm
FROM silver.building AS b
JOIN silver.comfort_policy AS p ON p.primary_usage = b.primary_usage
JOIN silver.reading AS r ON r.station = b.station
WHERE r.temperature IS NOT NULL
GROUP BY p.primary_usage
ORDER BY p.primary_usage;
