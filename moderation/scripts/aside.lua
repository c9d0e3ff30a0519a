-- Set a comment aside, if it still stands so.
-- KEYS  1 comment  2 what was set aside, by creation us   ARGV  1 id  2 status it must have
-- Returns 1, or 0 if it lay there already; -1 if it stands elsewhere.
local comment = redis.call('HMGET', KEYS[1], 'status', 'created')
if comment[1] ~= ARGV[2] then return -1 end
return redis.call('ZADD', KEYS[2], comment[2], ARGV[1])
