CREATE TABLE lake.gold.building_daily (
  building STRING, readings BIGINT, PRIMARY KEY (building) NOT ENFORCED
) WITH (
  'connector' = 'delta',
  'write.mode' = 'merge-on-read'  -- <-- here
);
