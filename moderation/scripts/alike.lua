#!lua flags=allow-oom
-- (Runs in a full store too: comments are counted before they are decided.)
-- For each of some comments, in order of creation: how many within a window before it share a mark of their text with it.
-- A mark is filed under the period (of a window's length) of its comment's creation, in a bucket of many, so that a text that is
-- never seen again costs some 25 bytes a mark, and a bucket is forgotten whole. A creation time, which no two comments share, stands
-- for the comment. What is filed under a mark is the creation of its group's first comment, then of its own, 7 bytes each.
-- Filing a comment twice changes nothing, so a second attempt sees what the first saw. A mark that keeps as many as it may takes no more.
-- ARGV  1 prefix of keys  2 window us  3 how many creations a mark keeps  4... for each comment: created us, number of marks, marks
--       (two characters that name the bucket, then the field in it)
-- Returns for each {how many, this one included; creation us of the first of its group}.
local call, sub = redis.call, string.sub
local prefix, window, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local WIDTH = 7
local function packed(us) return struct.pack('>I7', us) end
local function unpacked(text) return (struct.unpack('>I7', text)) end

local found, at = {}, 4
while at <= #ARGV do
  local created, last = tonumber(ARGV[at]), at + 1 + ARGV[at + 1]
  local own = packed(created)
  local period = math.floor(created / window)
  local here, before = prefix .. period .. ':', prefix .. period - 1 .. ':'
  local seen, n, group = {[own] = true}, 1, created
  local function look(value)  -- at what is filed under a mark; is this comment?
    local alike, filed = false, false
    for from = WIDTH + 1, #value, WIDTH do
      local other = sub(value, from, from + WIDTH - 1)
      local us = unpacked(other)
      if us < created and us > created - window then
        alike = true
        if not seen[other] then seen[other] = true; n = n + 1 end
      elseif us == created then
        filed = true
      end
    end
    if alike then group = math.min(group, unpacked(sub(value, 1, WIDTH))) end
    return filed
  end
  -- Most texts are like no other: each mark is filed as if it were new, and put right if it was not.
  local alone, left = own .. own, {}
  for i = at + 2, last do
    local bucket, field = sub(ARGV[i], 1, 2), sub(ARGV[i], 3)
    local older = call('HGET', before .. bucket, field)
    if older then look(older) end
    local key = here .. bucket
    if call('HSETNX', key, field, alone) == 1 then
      if call('HLEN', key) == 1 then call('PEXPIRE', key, 2 * window / 1000) end
      left[i] = own
    else
      local value = call('HGET', key, field)
      local filed = look(value)
      if not filed and #value <= most * WIDTH then left[i] = value end
    end
  end
  for i, value in pairs(left) do
    if value == own then value = packed(group) end
    if value ~= own then call('HSET', here .. sub(ARGV[i], 1, 2), sub(ARGV[i], 3), value .. own) end
  end
  found[#found + 1] = {n, string.format('%.0f', group)}
  at = last + 1
end
return found
