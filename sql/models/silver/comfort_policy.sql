CREATE TABLE IF NOT EXISTS lake.silver.comfort_policy (
  primary_usage STRING NOT NULL COMMENT 'Usage of buildings that the policy is for',
  base_temperature DOUBLE COMMENT 'Degrees Celsius from which degree days count',
  comfort_low DOUBLE COMMENT 'Degrees Celsius',
  comfort_high DOUBLE COMMENT 'Degrees Celsius',
  PRIMARY KEY (primary_usage) NOT ENFORCED
) WITH ('write.mode' = 'copy-on-write');

INSERT INTO lake.silver.comfort_policy
SELECT primary_usage, CAST(base_temperature AS DOUBLE), CAST(comfort_low AS DOUBLE),
       CAST(comfort_high AS DOUBLE)
FROM int_comfort_policy;
