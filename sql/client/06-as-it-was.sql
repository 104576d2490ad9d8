-- Time travel: a table as it was at an instant, in the session's time zone. ${since} is 24 hours ago
-- unless 'alluvium sql --set since=...' names another; before the first commit there is nothing to read.
SELECT COUNT(*) AS building_days, SUM(readings) AS readings
FROM gold.building_daily /*+ OPTIONS('scan.timestamp' = '${since}') */;
