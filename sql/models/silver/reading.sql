CREATE TABLE IF NOT EXISTS lake.silver.reading (
  station STRING NOT NULL COMMENT 'Weather station',
  observed_at TIMESTAMP_LTZ(6) NOT NULL COMMENT 'Time of the observation',
  temperature DOUBLE COMMENT 'Degrees Celsius',
  dew_point DOUBLE COMMENT 'Degrees Celsius',
  humidity DOUBLE COMMENT 'Per cent',
  pressure DOUBLE COMMENT 'Hectopascal at sea level',
  visibility DOUBLE COMMENT 'Kilometres',
  wind_speed DOUBLE COMMENT 'Kilometres per hour',
  wind_direction STRING COMMENT 'Point of the compass',
  gust_speed DOUBLE COMMENT 'Kilometres per hour',
  precipitation DOUBLE COMMENT 'Millimetres',
  events STRING COMMENT 'Rain, snow, fog and the like',
  conditions STRING COMMENT 'The sky, in words',
  PRIMARY KEY (station, observed_at) NOT ENFORCED
);

INSERT INTO lake.silver.reading
SELECT station, observed_at, temperature, dew_point, humidity, pressure, visibility, wind_speed,
       wind_direction, gust_speed, precipitation, events, conditions
FROM int_reading;
