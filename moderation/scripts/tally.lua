#!lua flags=allow-oom
-- (Runs in a full store too: a comment is counted before it is decided.)
-- Count a comment among its like (the same author, address, link) within a window before it, and read what became of earlier ones.
-- Counting the same comment twice changes nothing, so a second attempt sees what the first saw.
-- KEYS  1... one sorted set a kind, then one bucket of records a party
-- ARGV  1 id  2 created us  3 how many kinds  4... for each kind: window ms, thread or '' (given: threads are counted, not comments)
--       then for each party its field in the bucket
-- Returns for each kind how many lie in the window, this one included; then for each party how many are published, and how many rejected.
local MOST = 200  -- comments looked at to count threads
local created, kinds = tonumber(ARGV[2]), tonumber(ARGV[3])
local found = {}
for i = 1, kinds do
  local window, thread = tonumber(ARGV[2 * i + 2]), ARGV[2 * i + 3]
  local span = window * 1000  -- us, as creation times are
  local from = string.format('%.0f', created - span + 1)
  local member = ARGV[1]
  if thread ~= '' then member = member .. ' ' .. thread end
  redis.call('ZADD', KEYS[i], ARGV[2], member)
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', string.format('%.0f', created - 2 * span))
  redis.call('PEXPIRE', KEYS[i], 2 * window)
  if thread == '' then
    found[i] = redis.call('ZCOUNT', KEYS[i], from, ARGV[2])
  else
    local threads, n = {}, 0
    for _, row in ipairs(redis.call('ZRANGE', KEYS[i], from, ARGV[2], 'BYSCORE', 'LIMIT', 0, MOST)) do
      local named = string.match(row, ' (.+)$')
      if not threads[named] then threads[named] = true; n = n + 1 end
    end
    found[i] = n
  end
end
for i = kinds + 1, #KEYS do
  local field = ARGV[3 + kinds + i]
  local record = redis.call('HMGET', KEYS[i], field .. 'p', field .. 'r')
  found[#found + 1] = tonumber(record[1]) or 0
  found[#found + 1] = tonumber(record[2]) or 0
end
return found
