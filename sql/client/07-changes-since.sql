-- What has changed since then: new and changed rows, as they are now.
SELECT building, reading_date, readings, heating_degree_days, cooling_degree_days
FROM gold.building_daily
EXCEPT
SELECT building, reading_date, readings, heating_degree_days, cooling_degree_days
FROM gold.building_daily /*+ OPTIONS('scan.timestamp' = '${since}') */;
