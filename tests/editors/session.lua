-- What a person does in Neovim with the list of tasks that is open; what they see goes, as JSON, to `$SEEN`.

local seen = {}
local PATIENCE = 20000 -- milliseconds

local function wait(what, holds)
  if not vim.wait(PATIENCE, holds, 10) then
    error('waited in vain for ' .. what)
  end
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end

local function findings()
  return vim.tbl_map(function(one)
    return { code = one.code, line = one.lnum + 1, column = one.col, source = one.source }
  end, vim.diagnostic.get(0))
end

local function go_to(text)
  assert(vim.fn.search('\\V' .. text, 'cw') > 0, text)
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

local function hovered(text)
  go_to(text)
  vim.lsp.buf.hover()
  wait('a window about ' .. text, floating)
  local window = floating()
  local shown = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
  vim.api.nvim_win_close(window, true)
  return table.concat(shown, '\n')
end

-- Of what there is to choose from, the first whose title holds `vim.g.choice`.
vim.ui.select = function(items, options, choose)
  for index, item in ipairs(items) do
    if options.format_item(item):find(vim.g.choice, 1, true) then
      return choose(item, index)
    end
  end
  error('nothing to choose')
end

local function session()
  wait('findings', function()
    return #vim.diagnostic.get(0) > 0
  end)
  seen.opened = findings()

  seen.about_finding = hovered('- []')
  seen.about_id = hovered('FR-001')
  vim.lsp.buf.definition()
  wait('the definition', function()
    return vim.fn.expand('%:t') == 'spec.md'
  end)
  seen.defined = { vim.fn.line('.'), vim.fn.col('.') }
  vim.lsp.codelens.refresh()
  wait('what covers the item', function()
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      if lens.command and lens.range.start.line + 1 == vim.fn.line('.') then
        return true
      end
    end
  end)
  vim.g.choice = 'task'
  vim.lsp.codelens.run()
  wait('the places', function()
    return #vim.fn.getqflist() > 0
  end)
  seen.claimed = vim.tbl_map(function(place)
    return { vim.fn.bufname(place.bufnr), place.lnum }
  end, vim.fn.getqflist())
  vim.cmd('cclose')
  vim.cmd('buffer tasks.md')

  local broken = lines()
  go_to('- []')
  vim.g.choice = 'Repair the checkbox'
  vim.lsp.buf.code_action()
  wait('the fix', function()
    return not vim.deep_equal(lines(), broken)
  end)
  seen.repaired = lines()
  wait('no findings', function()
    return #vim.diagnostic.get(0) == 0
  end)

  vim.api.nvim_buf_set_lines(0, 3, 4, true, broken[4] and { broken[4] })
  wait('a finding in what is not saved', function()
    return #vim.diagnostic.get(0) > 0
  end)
  seen.unsaved = vim.fn.readfile('specs/001-lamps/tasks.md')
  vim.cmd('write')
  seen.saved = vim.fn.readfile('specs/001-lamps/tasks.md')

  go_to('FR-001')
  vim.lsp.buf.rename('FR-009')
  wait('the new name', function()
    return vim.fn.search('FR-009', 'cnw') > 0
  end)
  vim.cmd('wall')
  seen.renamed = { vim.fn.readfile('specs/001-lamps/spec.md'), lines() }
end

local done, reason = pcall(session)
seen.failure = not done and tostring(reason) or nil
seen.messages = vim.fn.execute('messages')
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
