-- Count a comment among its like: the same author, address or text, within a window before it.
-- Counting the same comment twice changes nothing, so a second attempt sees what the first saw.
-- KEYS  one sorted set a kind   ARGV  1 id  2 created ms  3... window ms of each kind
-- Returns how many lie in each window, this comment included.
local counts = {}
local created = tonumber(ARGV[2])
for i, key in ipairs(KEYS) do
  local window = tonumber(ARGV[i + 2])
  redis.call('ZADD', key, created, ARGV[1])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', created - 2 * window)
  redis.call('PEXPIRE', key, 2 * window)
  counts[i] = redis.call('ZCOUNT', key, created - window + 1, created)
end
return counts
