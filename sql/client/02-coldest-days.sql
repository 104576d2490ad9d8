-- A join of gold and silver: the days on which most heating was needed, and in what buildings.
SELECT d.reading_date, b.primary_usage, d.building, d.temperature_mean, d.heating_degree_days
FROM gold.building_daily AS d
JOIN silver.building AS b ON b.building = d.building
ORDER BY d.heating_degree_days DESC, d.reading_date, d.building
LIMIT 10;
