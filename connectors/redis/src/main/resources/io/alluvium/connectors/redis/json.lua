for i = 1, #KEYS, 2 do
  local row, companion = KEYS[i], KEYS[i + 1]
  local version, count = ARGV[at], tonumber(ARGV[at + 1])
  local first = at + 2
  at = first + math.max(count, 0)
  -- The stamp is beside the row, and stays as its tombstone where it is deleted.
  local seen = redis.call('GET', companion)
  -- SET and DEL do with any key: where there is no stamp, it may be another's.
  local there = not seen and redis.pcall('GET', row)
  if type(there) == 'table' then
    if not of_key(there) then return there end
    refuse((i + 1) / 2, there.err)
  else
    local new = stamp(seen, version, epoch)
    if new then
      taken = taken + 1
      if count < 0 then
        redis.call('DEL', row)
        put_with_life(companion, new, grave)
      else
        put_with_life(row, ARGV[first], life)
        put_with_life(companion, new, life > 0 and math.max(life, grave) or 0)
      end
    end
  end
end
return answer()
