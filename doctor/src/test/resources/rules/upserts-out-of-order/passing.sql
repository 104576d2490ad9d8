SET 'table.exec.sink.upsert-materialize' = 'AUTO';
