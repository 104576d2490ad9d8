CREATE TABLE orders (id BIGINT)
WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://db.example.com/shop',
  'username' = 'reader',
  'password' = 'not-a-real-one'  -- <-- here
);
