CREATE TABLE orders (
  id BIGINT, amount DECIMAL(12, 2),
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'postgres-cdc',
  'hostname' = 'db.example.com',
  'username' = 'capture',
  'slot.name' = 'orders',
  'decoding.plugin.name' = 'pgoutput',
  'scan.incremental.snapshot.enabled' = 'true',
  'scan.incremental.snapshot.chunk.key-column' = 'id'
);
