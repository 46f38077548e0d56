-- Pandoc's Typst writer drops alternative texts and the classes of blocks: both are kept here.
-- A block of class `step` becomes a call of the template's `step[...]`; `blocks` and `spans` are
-- what the template defines.

local blocks = { lead = true, intro = true, note = true, reason = true, good = true, worse = true,
  numbers = true, contact = true, folded = true }
local spans = { muted = true, answer = true, effort = true }

local function quoted(text)
  return '"' .. text:gsub('[\\"]', '\\%0') .. '"'
end

local function raw(text)
  return pandoc.RawBlock("typst", text)
end

-- Pandoc escapes "1." or "-" at the beginning of a paragraph only; in cells, items and brackets
-- Typst would begin a list there.
local function guarded(inlines)
  local first = inlines[1]
  if first and first.t == "Str" and first.text:match("^[%d%-+=/]") then
    inlines:insert(1, pandoc.RawInline("typst", '#"";'))
  end
  return inlines
end

local function wrapped(opening, content, closing)
  local result = pandoc.List({ raw(opening) })
  result:extend(content)
  result:insert(raw(closing))
  return result
end

-- A call with the content of each part as an argument: `#name[...][...]`.
local function call(name, parts)
  local result = pandoc.List({ raw("#" .. name .. "[") })
  for position, part in ipairs(parts) do
    if position > 1 then result:insert(raw("][")) end
    result:extend(part)
  end
  result:insert(raw("]"))
  return result
end

-- The parts of the head in their order: the line above the name, the name, and the facts beside
-- it, which may be missing.
local function masthead(div)
  local kicker, name, facts = {}, {}, {}
  for _, block in ipairs(div.content) do
    if block.t == "Header" then name = { block }
    elseif block.classes:includes("kicker") then
      kicker = pandoc.List({ pandoc.Plain(block.content[1].content) })
    else facts = block.content end
  end
  return call("masthead", { kicker, name, facts })
end

local function glance(div)
  return call("glance", div.content:map(function(half) return half.content end))
end

function Div(div)
  local class = div.classes[1]
  if class == "masthead" then return masthead(div) end
  if class == "glance" then return glance(div) end
  if class == "step" then
    local number = quoted(div.attributes.number or "")
    return wrapped("#step(" .. number .. ")[", div.content, "]")
  end
  if blocks[class] then return wrapped("#" .. class .. "[", div.content, "]") end
end

function Span(span)
  local class = span.classes[1]
  if not spans[class] then return nil end
  local result = pandoc.List({ pandoc.RawInline("typst", "#" .. class .. "[") })
  result:extend(guarded(span.content))
  result:insert(pandoc.RawInline("typst", "]"))
  return result
end

function Plain(plain)
  return pandoc.Plain(guarded(plain.content))
end

function Image(image)
  local alt = quoted(image.attributes.alt or "")
  return pandoc.RawInline("typst", "#image(" .. quoted(image.src) .. ", alt: " .. alt .. ")")
end

function Header(header)
  if not header.classes:includes("quiet") then return nil end
  return { raw("#quiet["), header, raw("]") }
end

return { { Div = Div, Span = Span, Plain = Plain, Image = Image, Header = Header } }
