CREATE TABLE readings (device STRING,
  at TIMESTAMP_LTZ(3),
  WATERMARK FOR at AS at - INTERVAL '1' MINUTE  -- <-- here
)
WITH (
  'connector' = 'kafka',
  'topic' = 'readings',
  'properties.bootstrap.servers' = 'broker.example.com:9092',
  'properties.connections.max.idle.ms' = '180000',
  'properties.metadata.max.age.ms' = '180000'
);
