#!lua flags=no-writes
-- A thread and a page of what is published in it, oldest first after a cursor, at one instant: they bear out each other.
-- KEYS  1 thread  2 published of the thread
-- ARGV  1 prefix of the site's keys  2 score of the cursor or '-inf'  3 id of the cursor or ''  4 limit  5 how many fields of a thread follow
--       6... those, then the fields of a comment
-- Returns {thread's fields, how many are published, id, score, fields, ...} of at most limit comments; '' at the end if there are more.
local limit, ties = tonumber(ARGV[4]), 0
local of_thread, of_comment = {}, {}
for i = 6, #ARGV do
  local fields = i < 6 + tonumber(ARGV[5]) and of_thread or of_comment
  fields[#fields + 1] = ARGV[i]
end
local view = {redis.call('HMGET', KEYS[1], unpack(of_thread)), redis.call('ZCARD', KEYS[2])}
if ARGV[3] ~= '' then ties = redis.call('ZCOUNT', KEYS[2], ARGV[2], ARGV[2]) end
local rows = redis.call('ZRANGE', KEYS[2], ARGV[2], '+inf', 'BYSCORE', 'LIMIT', 0, limit + 1 + ties, 'WITHSCORES')
local found = 0
for i = 1, #rows, 2 do
  if not (ARGV[3] ~= '' and rows[i + 1] == ARGV[2] and rows[i] <= ARGV[3]) then  -- as page.lua
    found = found + 1
    if found > limit then view[#view + 1] = ''; break end
    view[#view + 1] = rows[i]
    view[#view + 1] = rows[i + 1]
    view[#view + 1] = redis.call('HMGET', ARGV[1] .. 'comment:' .. rows[i], unpack(of_comment))
  end
end
return view
