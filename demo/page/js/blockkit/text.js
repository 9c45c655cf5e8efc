// Text objects: plain_text literally, mrkdwn by its rules.

import { h } from '../dom.js';
import { withEmoji } from './emoji.js';
import { mrkdwn } from './mrkdwn.js';

/** The bare words of a text object, for labels and titles. */
export function words(text) {
  if (!text) return '';
  if (typeof text === 'string') return text;
  return text.type === 'plain_text' && text.emoji !== false ? withEmoji(text.text ?? '') : (text.text ?? '');
}

/**
 * @param {{type: string, text: string, emoji?: boolean, verbatim?: boolean}} text
 * @param {{directory: import('./mentions.js').Directory}} surface
 * @returns {HTMLElement}
 */
export function textObject(text, surface, tag = 'div', className = '') {
  const content = text?.type === 'mrkdwn'
    ? mrkdwn(text.text, { directory: surface.directory, verbatim: text.verbatim })
    : words(text);
  return h(tag, { class: `text ${className}`.trim() }, content);
}
