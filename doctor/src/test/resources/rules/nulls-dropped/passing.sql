SET 'table.exec.sink.not-null-enforcer' = 'ERROR';
