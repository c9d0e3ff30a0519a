#!lua flags=no-writes
-- Rulings by name, but for those whose time is up.
-- KEYS  1 rulings: name -> ruling (JSON)  2 names of those that end, by when, ms   ARGV  the names
-- Returns those that there are.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = {}
for _, name in ipairs(ARGV) do
  local ruling = redis.call('HGET', KEYS[1], name)
  if ruling then
    local ends = redis.call('ZSCORE', KEYS[2], name)
    if not ends or tonumber(ends) > now then found[#found + 1] = ruling end
  end
end
return found
