CREATE TABLE readings (device STRING, at TIMESTAMP_LTZ(3))
WITH (
  'connector' = 'kafka',
  'topic' = 'readings',
  'properties.bootstrap.servers' = 'river.servicebus.windows.net:9093',
  'properties.connections.max.idle.ms' = '180000',
  'properties.metadata.max.age.ms' = '180000'
);
