CREATE TABLE IF NOT EXISTS lake.gold.station_health (
  station STRING NOT NULL COMMENT 'Weather station',
  readings BIGINT COMMENT 'Distinct readings',
  missing_share DOUBLE COMMENT 'Share of the readings that have no temperature',
  longest_gap_minutes BIGINT COMMENT 'Longest time between two readings',
  first_observed TIMESTAMP_LTZ(6) COMMENT 'First reading',
  last_observed TIMESTAMP_LTZ(6) COMMENT 'Last reading',
  PRIMARY KEY (station) NOT ENFORCED
) WITH ('write.mode' = 'copy-on-write');

INSERT INTO lake.gold.station_health
SELECT station,
       SUM(readings),
       CAST(SUM(readings - measured) AS DOUBLE) / CAST(SUM(readings) AS DOUBLE),
       longest_gap(first_observed, last_observed, longest_gap_seconds) / 60,
       MIN(first_observed),
       MAX(last_observed)
FROM int_station_day
GROUP BY station;
