-- Quality: stations that miss many temperatures, or whose readings stand out on many days.
SELECT h.station, h.readings, ROUND(h.missing_share, 3) AS missing_share, h.longest_gap_minutes,
       COALESCE(a.days_with_outliers, 0) AS days_with_outliers
FROM gold.station_health AS h
LEFT JOIN (
  SELECT station, COUNT(*) AS days_with_outliers
  FROM gold.station_anomaly_daily
  WHERE outliers > 0
  GROUP BY station
) AS a ON a.station = h.station
ORDER BY h.missing_share DESC, h.station;
