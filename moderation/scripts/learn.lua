-- Teach the filter one lesson in place of what the comment taught before, if the comment still is what was seen.
-- A lesson that was learned already is not learned again; one that a new lesson leaves no room for is forgotten, oldest first.
-- KEYS  1 due lessons  2 counts  3 lessons  4 their order  5 sources  6 comment
-- ARGV  1 id  2 the comment's version as seen, '' if there is none, '*' for any  3 the lesson (below) or '' for none
--       4 most lessons  5 most of one label a source
-- A lesson is a line of JSON (label, teacher, version, words, sources), then features of 4 bytes each. Those are fields of the counts,
-- where their value is spam * 65536 + genuine. A source's field is "label source", its value ids, oldest first.
-- Returns 1 if the counts have changed, 0 if not, -1 if the comment is not what was seen any more.
local version = redis.call('HGET', KEYS[6], 'version') or ''
if ARGV[2] ~= '*' and ARGV[2] ~= version then return -1 end

local function read(packed)
  local ends = string.find(packed, '\n', 1, true)
  return cjson.decode(string.sub(packed, 1, ends - 1)), ends
end

local function count(packed, by)
  local lesson, ends = read(packed)
  local one = lesson.label == 'spam' and 65536 or 1
  local fields, kept, gone = {}, {}, {}
  for at = ends + 1, #packed, 4 do fields[#fields + 1] = string.sub(packed, at, at + 3) end
  redis.call('HINCRBY', KEYS[2], 'lessons ' .. lesson.label, by)
  redis.call('HINCRBY', KEYS[2], 'words ' .. lesson.label, by * lesson.words)
  if #fields == 0 then return end
  for i, known in ipairs(redis.call('HMGET', KEYS[2], unpack(fields))) do
    local counts = (tonumber(known) or 0) + by * one
    if counts > 0 then
      kept[#kept + 1] = fields[i]
      kept[#kept + 1] = string.format('%d', counts)
    else
      gone[#gone + 1] = fields[i]
    end
  end
  if #kept > 0 then redis.call('HSET', KEYS[2], unpack(kept)) end
  if #gone > 0 then redis.call('HDEL', KEYS[2], unpack(gone)) end
end

-- The ids that a source taught, without one; that one is put last if it is to stay.
local function listed(source, id, stays)
  local ids = {}
  for other in string.gmatch(redis.call('HGET', KEYS[5], source) or '', '%S+') do
    if other ~= id then ids[#ids + 1] = other end
  end
  if stays then ids[#ids + 1] = id end
  if #ids > 0 then
    redis.call('HSET', KEYS[5], source, table.concat(ids, ' '))
  else
    redis.call('HDEL', KEYS[5], source)
  end
  return ids
end

local function forget(id)
  local kept = redis.call('HGET', KEYS[3], id)
  if not kept then return 0 end
  count(kept, -1)
  local lesson = read(kept)
  for _, source in ipairs(lesson.sources) do listed(lesson.label .. ' ' .. source, id, false) end
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
  return 1
end

local function learn()
  if ARGV[3] == '' then return forget(ARGV[1]) end
  local lesson = read(ARGV[3])
  local before = redis.call('HGET', KEYS[3], ARGV[1])
  if before == ARGV[3] then return 0 end
  if before and lesson.version > 0 and read(before).version == lesson.version then return 0 end
  forget(ARGV[1])
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
  redis.call('ZADD', KEYS[4], string.format('%.0f', time[1] * 1000000 + time[2]), ARGV[1])
  count(ARGV[3], 1)
  for _, source in ipairs(lesson.sources) do
    local ids = listed(lesson.label .. ' ' .. source, ARGV[1], true)
    if #ids > tonumber(ARGV[5]) then forget(ids[1]) end
  end
  if redis.call('ZCARD', KEYS[4]) > tonumber(ARGV[4]) then forget(redis.call('ZRANGE', KEYS[4], 0, 0)[1]) end
  return 1
end

-- A full store refuses the first write that takes room, and with it all of the script: so the lesson leaves the list last.
local changed = learn()
if ARGV[2] ~= '*' then redis.call('ZREM', KEYS[1], ARGV[1]) end
return changed
