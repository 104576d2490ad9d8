local MARK = '~'

for i = 1, #KEYS, 2 do
  local row, companion = KEYS[i], KEYS[i + 1]
  local version, count = ARGV[at], tonumber(ARGV[at + 1])
  local first, last = at + 2, at + 1 + math.max(count, 0)
  at = last + 1
  -- A row's stamp is in its hash; a deleted row's is its tombstone.
  local seen = redis.pcall('HGET', row, '_version')
  if type(seen) == 'table' then
    if not of_key(seen) then return seen end
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
        -- A stamp with a mark is of a row that ends: HSET leaves it the lifetime that it had.
        if life > 0 then
          new = new .. MARK
        end
        local fields = count / 2 + 1
        local added = redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
        if redis.call('HLEN', row) ~= fields then
          -- There are fields that have no value any more.
          redis.call('DEL', row)
          redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
        elseif life == 0 and (seen and string.sub(seen, 34) == MARK or not seen and added ~= fields) then
          redis.call('PERSIST', row)
        end
        if life > 0 then redis.call('PEXPIRE', row, life) end
        if buried then redis.call('DEL', companion) end
      end
    end
  end
end
return answer()
