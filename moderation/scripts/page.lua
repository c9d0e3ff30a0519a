-- One page of an index, oldest first or newest first, after a cursor.
-- KEYS  1 index (sorted set by creation us)   ARGV  1 score of the cursor or '-inf' ('+inf')  2 id of the cursor or ''  3 limit  4 'newest' or ''
-- Returns {id, score, ...} of at most limit + 1 entries; the last one only tells that there are more.
local limit = tonumber(ARGV[3]) + 1
local ties = 0
if ARGV[2] ~= '' then ties = redis.call('ZCOUNT', KEYS[1], ARGV[1], ARGV[1]) end
local back = ARGV[4] == 'newest'
local rows
if back then
  rows = redis.call('ZRANGE', KEYS[1], ARGV[1], '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, limit + ties, 'WITHSCORES')
else
  rows = redis.call('ZRANGE', KEYS[1], ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, limit + ties, 'WITHSCORES')
end
local page = {}
for i = 1, #rows, 2 do
  local passed = ARGV[2] ~= '' and rows[i + 1] == ARGV[1] and
    (back and rows[i] >= ARGV[2] or not back and rows[i] <= ARGV[2])
  if not passed then
    page[#page + 1] = rows[i]
    page[#page + 1] = rows[i + 1]
    if #page == 2 * limit then break end
  end
end
return page
