#!lua flags=allow-oom
-- (Runs in a full store too: a comment is counted before it is decided.)
-- Count a comment among its like: the same author, address or text, within a window before it.
-- Counting the same comment twice changes nothing, so a second attempt sees what the first saw.
-- KEYS  one sorted set a kind   ARGV  1 id  2 created us  3... window ms of each kind
-- Returns how many lie in each window, this comment included.
local counts = {}
local created = tonumber(ARGV[2])
for i, key in ipairs(KEYS) do
  local window = tonumber(ARGV[i + 2])  -- ms
  local span = window * 1000  -- us, as creation times are
  redis.call('ZADD', key, ARGV[2], ARGV[1])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', created - 2 * span))
  redis.call('PEXPIRE', key, 2 * window)
  counts[i] = redis.call('ZCOUNT', key, string.format('%.0f', created - span + 1), ARGV[2])
end
return counts
