CREATE TABLE orders (
  id BIGINT, amount DECIMAL(12, 2),
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'postgres-cdc',  -- <-- here
  'hostname' = 'db.example.com',
  'username' = 'capture',
  'decoding.plugin.name' = 'pgoutput',
  'scan.incremental.snapshot.enabled' = 'true'
);
