-- Quality: gold against silver, computed anew. No row is right.
SELECT g.station, g.readings AS in_gold, s.readings AS in_silver
FROM gold.station_health AS g
FULL JOIN (SELECT station, COUNT(*) AS readings FROM silver.reading GROUP BY station) AS s
  ON s.station = g.station
WHERE g.readings IS DISTINCT FROM s.readings;
