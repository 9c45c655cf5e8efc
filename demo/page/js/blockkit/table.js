// table and data_table: rows of raw text, numbers and rich text; the latter with pages.

import { freshId, h } from '../dom.js';
import { richText } from './richtext.js';

function content(cell, surface) {
  if (cell.type === 'raw_text') return cell.text;
  if (cell.type === 'raw_number') return String(cell.text ?? cell.value);
  return cell.type === 'rich_text' ? richText(cell, surface) : surface.cannotDraw('table cell', cell);
}

function row(cells, tag, settings, surface, headerColumn = -1) {
  return h(
    'tr',
    {},
    cells.map((cell, column) => {
      const setting = settings?.[column];
      const classes = [
        setting?.align && `align-${setting.align}`,
        setting?.is_wrapped === false && 'unwrapped',
        cell.type === 'raw_number' && 'align-right',
      ];
      const name = column === headerColumn ? 'th' : tag;
      return h(
        name,
        {
          class: classes.filter(Boolean).join(' ') || undefined,
          scope: name === 'th' ? (tag === 'th' ? 'col' : 'row') : undefined,
        },
        content(cell, surface),
      );
    }),
  );
}

export function table(block, surface) {
  const [head, ...body] = block.rows;
  return h(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' },
    h(
      'table',
      {},
      h('thead', {}, row(head, 'th', block.column_settings, surface)),
      h(
        'tbody',
        {},
        body.map((cells) => row(cells, 'td', block.column_settings, surface)),
      ),
    ),
  );
}

export function dataTable(block, surface) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const body = h('tbody');
  const where = h('span', { class: 'faint', 'aria-live': 'polite' });
  let page = 0;
  function turn(by) {
    page = Math.min(pages - 1, Math.max(0, page + by));
    const shown = rows.slice(page * size, (page + 1) * size);
    body.replaceChildren(
      ...shown.map((cells) => row(cells, 'td', null, surface, block.row_header_column_index ?? -1)),
    );
    where.textContent = `Page ${page + 1} of ${pages}`;
  }
  turn(0);
  const id = freshId('caption');
  const step = (by, name) => h('button', { type: 'button', class: 'button', onclick: () => turn(by) }, name);
  return h(
    'div',
    { class: 'data-table' },
    h(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-labelledby': id },
      h(
        'table',
        {},
        h('caption', { id }, typeof block.caption === 'string' ? block.caption : block.caption?.text),
        h('thead', {}, row(head, 'th', null, surface)),
        body,
      ),
    ),
    pages > 1
      ? h('div', { class: 'table-pages' }, step(-1, 'Previous rows'), step(1, 'Next rows'), where)
      : null,
  );
}
