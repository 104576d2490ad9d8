-- HSET leaves a hash the lifetime and the fields that it had. So its stamp ends with a mark where the row
-- ends, and with how many fields it has: where both are as before, and no field is new, there are no others.
local MARK = '~'
local tails = {}
local function tail(fields)
  tails[fields] = tails[fields] or (life > 0 and MARK or '') .. fields
  return tails[fields]
end

-- What a change without a version makes of a row without one; the smallest stamp of the epoch.
local unversioned = NONE .. '-' .. epoch

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
    local new
    if version == '' and seen and unversioned > seen then
      new = unversioned
    else
      new = stamp(seen or buried, version, epoch)
    end
    if new then
      taken = taken + 1
      if count < 0 then
        redis.call('DEL', row)
        put_with_life(companion, new, grave)
      else
        local fields = count / 2 + 1
        new = new .. tail(fields)
        local added = redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
        if not seen or added > 0 or string.sub(seen, 34) ~= tail(fields) then
          if redis.call('HLEN', row) ~= fields then
            -- There are fields that have no value any more.
            redis.call('DEL', row)
            redis.call('HSET', row, '_version', new, unpack(ARGV, first, last))
          elseif life == 0
            and (seen and string.sub(seen, 34, 34) == MARK or not seen and added ~= fields) then
            redis.call('PERSIST', row)
          end
        end
        if life > 0 then redis.call('PEXPIRE', row, life) end
        if buried then redis.call('DEL', companion) end
      end
    end
  end
end
return answer()
