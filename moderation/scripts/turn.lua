-- Take a turn that comes once in a while, of all who would.
-- KEYS  1 turn   ARGV  1 how long until the next, ms
-- Returns 1 if it is the caller's.
-- One that ends later than turns do was taken before the clock was set back; one that never ends, by nobody (ring.lua).
local left = redis.call('PTTL', KEYS[1])
if left == -1 or left > tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
return redis.call('SET', KEYS[1], 1, 'NX', 'PX', ARGV[1]) and 1 or 0
