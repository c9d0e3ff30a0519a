-- Its author asks to look again at what was rejected. It stays where it is, and is asked for once.
-- KEYS  1 comment  2 those whose authors asked   ARGV  1 id
-- Returns 1, or 0 if it was asked for before; -1 if it stands elsewhere.
local comment = redis.call('HMGET', KEYS[1], 'status', 'created', 'appealed')
if comment[1] ~= 'rejected' then return -1 end
if comment[3] then return 0 end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'appealed', string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000)))
redis.call('ZADD', KEYS[2], comment[2], ARGV[1])
return 1
