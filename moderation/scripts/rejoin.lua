-- Give a decision that waits its place, and take away those that are not its own, if it still is what was judged.
-- KEYS  1 unsettled  2... settling of each status
-- ARGV  1 id  2 the decision as judged, '' for none  3 which of KEYS 2... is its place, '' for none  4 when it is due, ms
-- Returns how many places were changed; -1 if it is not what was judged any more.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return -1 end
local changed = 0
for i = 2, #KEYS do
  if i - 1 == tonumber(ARGV[3]) then
    changed = changed + redis.call('ZADD', KEYS[i], 'NX', ARGV[4], ARGV[1])
  else
    changed = changed + redis.call('ZREM', KEYS[i], ARGV[1])
  end
end
return changed
