-- Tables without inline styles, which a page's Content-Security-Policy refuses, and with row
-- headings that a screen reader tells.
-- A block of class `folded` is shown when its `summary` is chosen.
-- A figure with a second drawing for narrow screens shows that one there; paper is never narrow.

local NARROW = "screen and (max-width: 40rem)"

local sides = { AlignRight = "right", AlignCenter = "center" }

local function escaped(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function style_row(row, aligns, scope_of)
  for position, cell in ipairs(row.cells) do
    local side, scope = sides[aligns[position]], scope_of(position)
    cell.attr = pandoc.Attr("", side and { side } or {}, scope and { scope = scope } or {})
  end
end

local function of_row(position)
  return position == 1 and "row" or nil
end

local function of_column()
  return "col"
end

function Table(t)
  local aligns = t.colspecs:map(function(spec) return spec[1] end)
  for _, row in ipairs(t.head.rows) do style_row(row, aligns, of_column) end
  for _, body in ipairs(t.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do style_row(row, aligns, of_row) end
  end
  t.colspecs = t.colspecs:map(function() return { pandoc.AlignDefault, pandoc.ColWidthDefault } end)
  return t
end

function Image(image)
  local narrow = image.attributes.narrow
  if not narrow then return nil end
  return pandoc.RawInline("html", string.format(
    '<picture><source media="%s" srcset="%s"><img src="%s" alt="%s"></picture>',
    NARROW, escaped(narrow), escaped(image.src), escaped(image.attributes.alt or "")))
end

function Div(div)
  if not div.classes:includes("folded") then return nil end
  local result = pandoc.List({ pandoc.RawBlock("html", string.format(
    '<details class="folded"><summary>%s</summary>', escaped(div.attributes.summary or ""))) })
  result:extend(div.content)
  result:insert(pandoc.RawBlock("html", "</details>"))
  return result
end
