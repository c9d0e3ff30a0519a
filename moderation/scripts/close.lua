-- Close a thread to new comments, or open it again. What was accepted before is decided as ever.
-- KEYS  1 thread  2 acts   ARGV  1 '1' to close it, '' to open it  2 who does  3 the thread's key  4 how many acts are kept
-- Returns 1 if that changed anything.
local closed = redis.call('HEXISTS', KEYS[1], 'closed')
if (closed == 1) == (ARGV[1] ~= '') then return 0 end
if ARGV[1] == '' then
  redis.call('HDEL', KEYS[1], 'closed')
else
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[1], 'closed', string.format('%d', now) .. ' ' .. ARGV[2])
end
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'by', ARGV[2], 'did', ARGV[1] == '' and 'opened' or 'closed',
  'what', ARGV[3], 'comment', '')
return 1
