#!lua flags=allow-oom
-- Lease due comments to one drain. A comment is in the inbox if and only if it is pending.
-- Runs in a full store too: nothing else ever makes room in it.
-- KEYS  1 inbox  2 bell  3 rush
-- ARGV  1 prefix of the site's keys  2 limit  3 lease ms  4 attempts after which a comment goes alone  5 hush ('1' first clears the bell)
--       6 rush life ms
-- Returns {1 in a rush else 0, {id, attempts, version, created us, document, thread key, title, topics}, ...}; attempts counts this one.
if ARGV[5] == '1' then redis.call('DEL', KEYS[2]) end  -- before the inbox is read: no ring is lost
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[2])
-- No lease ends so late: it was written before the clock was set back, and is due.
if #due < tonumber(ARGV[2]) then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1], '(' .. (now + 2 * ARGV[3]), '+inf', 'BYSCORE',
    'LIMIT', 0, ARGV[2] - #due)) do due[#due + 1] = id end
end
local rush = redis.call('PTTL', KEYS[3])  -- one that lasts too long is of such a clock, too
local claimed = {rush ~= -2 and rush <= tonumber(ARGV[6]) and 1 or 0}
for _, id in ipairs(due) do
  local key = ARGV[1] .. 'comment:' .. id
  local comment = redis.pcall('HMGET', key,  -- what is damaged is left to fsck, and stops nobody else
    'status', 'attempts', 'version', 'created', 'doc', 'thread',
    'title', 'topics')
  if comment.err then
    redis.call('ZADD', KEYS[1], now + ARGV[3], id)
  elseif comment[1] == 'pending' then
    local attempts = (tonumber(comment[2]) or 0) + 1
    local alone = attempts > tonumber(ARGV[4])
    if not alone or #claimed == 1 then
      redis.call('HSET', key, 'attempts', attempts)
      redis.call('ZADD', KEYS[1], now + ARGV[3], id)
      local thread = redis.call('HMGET', ARGV[1] .. 'thread:' .. comment[6], 'title', 'topics')
      claimed[#claimed + 1] = {id, attempts, tonumber(comment[3]), comment[4], comment[5], comment[6],
        thread[1] or comment[7] or '', thread[2] or comment[8] or ''}
    end
    if alone then break end  -- it must not take its neighbours with it
  elseif comment[1] then
    redis.call('ZREM', KEYS[1], id)  -- decided: the inbox is only an index
  else
    redis.call('ZADD', KEYS[1], now + ARGV[3], id)  -- no such comment: leave the trace for fsck
  end
end
return claimed
