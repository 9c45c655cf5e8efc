// A list of blocks on a surface: drawn once, then updated block by block so that what a person is doing survives.

import { h, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { drawBlock } from './blocks.js';
import { Surface } from './spot.js';

/** What cannot be drawn is shown as such, with its JSON, and reported: never a gap. */
function cannotDraw(what, json, reason) {
  const name = `${what} “${json?.type ?? 'without type'}”`;
  this.report(`The page cannot draw the ${name}${reason ? `: ${reason}` : ''}`);
  return h(
    'div',
    { class: 'cannot-draw', role: 'alert' },
    icon('warning'),
    h(
      'div',
      {},
      h('strong', {}, `Cannot draw the ${name}`),
      reason ? h('div', {}, reason) : null,
      h('details', {}, h('summary', {}, 'JSON'), h('pre', {}, JSON.stringify(json, null, 2))),
    ),
  );
}

/** @param {ConstructorParameters<typeof Surface>[0]} given */
export function newSurface(given) {
  const surface = new Surface(given);
  surface.cannotDraw = cannotDraw;
  return surface;
}

function safely(block, surface) {
  try {
    return h(
      'div',
      { class: `block block-${block.type}`, 'data-block': block.block_id },
      drawBlock(block, surface),
    );
  } catch (fault) {
    return h('div', { class: 'block' }, surface.cannotDraw('block', block, String(fault)));
  }
}

function signature(block, surface) {
  const warnings = surface.warnings?.filter((warning) => warning.block_id === block.block_id);
  return JSON.stringify([
    block,
    surface.values.revision(block.block_id),
    surface.errors?.[block.block_id],
    warnings,
  ]);
}

/**
 * @param {Element} container
 * @param {any[]} blocks
 * @param {Surface} surface
 * @param {{state?: any, errors?: Record<string, string>, warnings?: any[], askedAt?: number}} [news] what the backend says beside the blocks
 */
export function renderBlocks(
  container,
  blocks,
  surface,
  { state, errors, warnings, askedAt = Infinity } = {},
) {
  surface.errors = errors;
  surface.warnings = warnings;
  surface.values.prune(new Set(blocks.map((block) => block.block_id)));
  surface.values.adopt(state, askedAt);
  const seen = new Map();
  reconcile(
    container,
    blocks.map((block) => {
      const name = block.block_id ?? block.type;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return {
        key: `${name}#${seen.get(name)}`,
        signature: signature(block, surface),
        make: () => safely(block, surface),
      };
    }),
  );
}
