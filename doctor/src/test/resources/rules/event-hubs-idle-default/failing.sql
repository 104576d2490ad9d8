CREATE TABLE readings (device STRING, at TIMESTAMP_LTZ(3))
WITH (
  'connector' = 'kafka',
  'topic' = 'readings',
  'properties.bootstrap.servers' = 'river.servicebus.windows.net:9093'  -- <-- here
);
