for i = 1, #KEYS, 2 do
  local row, companion = KEYS[i], KEYS[i + 1]
  local version, count = ARGV[at], tonumber(ARGV[at + 1])
  local first, last = at + 2, at + 1 + math.max(count, 0)
  at = last + 1
  -- A row's stamp is in its hash; a deleted row's is its tombstone.
  local seen = redis.pcall('HGET', row, '_version')
  if type(seen) == 'table' then
    refuse((i + 1) / 2, seen.err)
  else
    local buried = not seen and redis.call('GET', companion)
    local new = stamp(seen or buried, version, epoch)
    if new then
      taken = taken + 1
      if count < 0 then
        redis.call('DEL', row)
        put_with_life(companion, new, grave)
      else
        redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
        if redis.call('HLEN', row) ~= count / 2 + 1 then
          -- There are fields that have no value any more.
          redis.call('DEL', row)
          redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
        end
        live(row, life)
        if buried then redis.call('DEL', companion) end
      end
    end
  end
end
return answer()
