CREATE TABLE IF NOT EXISTS lake.silver.building (
  building STRING NOT NULL COMMENT 'Building',
  primary_usage STRING COMMENT 'What it is used for; names its comfort policy',
  industry STRING COMMENT 'Industry of its owner',
  station STRING COMMENT 'Weather station that serves it',
  floor_area_m2 DOUBLE COMMENT 'Square metres',
  time_zone STRING COMMENT 'Name in the time zone database',
  year_built INT COMMENT 'Year of construction',
  PRIMARY KEY (building) NOT ENFORCED
) WITH ('write.mode' = 'copy-on-write');

INSERT INTO lake.silver.building
SELECT building, primary_usage, industry, station, CAST(floor_area_m2 AS DOUBLE), time_zone,
       CAST(year_built AS INT)
FROM int_building;
