-- How many rows each layer holds of the readings: what came, what could not be read, what is distinct.
SELECT 'bronze' AS layer, COUNT(*) AS readings FROM bronze.reading
UNION ALL
SELECT 'dead letters', COUNT(*) FROM ops.dead_letters
UNION ALL
SELECT 'silver', COUNT(*) FROM silver.reading
UNION ALL
SELECT 'gold', SUM(readings) FROM gold.station_health;
