CREATE TABLE building_daily (
  building STRING, readings BIGINT, PRIMARY KEY (building) NOT ENFORCED
) WITH (
  'connector' = 'snowflake',
  'url' = 'https://river.snowflakecomputing.com',
  'sink.staleness' = '10 min'
);
