CREATE TABLE IF NOT EXISTS lake.gold.building_daily (
  building STRING NOT NULL COMMENT 'Building',
  reading_date DATE NOT NULL COMMENT 'UTC day',
  readings BIGINT COMMENT 'Distinct readings of its station, also those without a temperature',
  temperature_mean DOUBLE COMMENT 'Degrees Celsius, over the readings that have one',
  temperature_min DOUBLE COMMENT 'Degrees Celsius',
  temperature_max DOUBLE COMMENT 'Degrees Celsius',
  heating_degree_days DOUBLE COMMENT 'Base temperature less mean, at least 0',
  cooling_degree_days DOUBLE COMMENT 'Mean less base temperature, at least 0',
  PRIMARY KEY (building, reading_date) NOT ENFORCED
) WITH ('write.mode' = 'copy-on-write');

INSERT INTO lake.gold.building_daily
SELECT building, reading_date, readings, temperature_mean, temperature_min, temperature_max,
       heating_degree_days, cooling_degree_days
FROM int_building_daily;
