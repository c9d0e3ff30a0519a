-- Keep a reader's report of a published comment, and queue it for a look. It stays where it is.
-- KEYS  1 comment  2 reports of it, by reporter  3 reported comments  4 those at risk as readers say
-- ARGV  1 id  2 reporter  3 the report without its time, from its second field (JSON)  4 how many are kept  5 for how long, ms
--       6 '1' if it says that somebody may be at risk
-- Returns 1, or 0 if there is nothing new in it; -1 if no such comment is published.
local comment = redis.call('HMGET', KEYS[1], 'status', 'created')
if comment[1] ~= 'published' then return -1 end
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return 0 end
local full = redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[4])
if full and ARGV[6] ~= '1' then return 0 end
if not full then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[2], ARGV[2], '{"at":' .. string.format('%d', now) .. ',' .. ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end
redis.call('ZADD', KEYS[3], comment[2], ARGV[1])
if ARGV[6] == '1' then redis.call('ZADD', KEYS[4], comment[2], ARGV[1]) end
return 1
