// The tour's strip at the foot: what is being shown, and what to press next.

import { post } from './api.js';
import { announce, h } from './dom.js';
import { icon } from './icons.js';
import { addressOf, changed, go, refreshMails, refreshTour, state } from './state.js';

let told = null;
let underWay = false;

/** People may act before the step is shown, which takes a moment; then the page goes where it happens. */
async function step(action) {
  if (underWay) return;
  underWay = true;
  changed();
  await post('tour', { action });
  await Promise.all([refreshTour(), refreshMails()]);
  underWay = false;
  changed();
  if (state.tour && action !== 'stop') go(whereOf(state.tour));
}

export const startTour = () => step('start');

/** Who is shown, and where; in the mailbox it is the newest mail. */
function whereOf(tour) {
  const person = tour.person ?? state.route.person;
  const place = tour.place ?? state.route.place;
  return { person, place, detail: place === 'mail' ? (state.mails[0]?.id ?? null) : null };
}

/** The way back there, for who has looked around. */
function showMe(tour) {
  const { person, place, detail } = whereOf(tour);
  if (person === state.route.person && place === state.route.place) return null;
  return h('a', { class: 'button', href: addressOf({ person, place, detail }) }, 'Show me');
}

function move(action, words, style, atEnd) {
  return h(
    'button',
    {
      type: 'button',
      class: style,
      'data-focus': `tour-${action}`,
      'aria-disabled': underWay || atEnd ? 'true' : undefined,
      onclick: () => atEnd || step(action),
    },
    words,
  );
}

function strip(tour) {
  return h(
    'section',
    { class: 'tour', 'aria-label': 'Tour' },
    icon('flag'),
    h(
      'div',
      { class: 'tour-words' },
      h('b', {}, tour.title),
      tour.text ? h('span', {}, tour.text) : null,
      tour.press ? h('span', { class: 'tour-press' }, tour.press) : null,
    ),
    tour.of ? h('span', { class: 'faint tour-count' }, `${tour.step} of ${tour.of}`) : null,
    showMe(tour),
    move('back', 'Previous step', 'button', tour.step <= 1),
    move('next', 'Next step', 'button primary', tour.step >= tour.of),
    h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'End the tour', onclick: () => step('stop') },
      icon('close'),
    ),
  );
}

/** @returns {Array<{key: string, signature: string, make: () => Element}>} */
export function tourItems() {
  const { tour } = state;
  if (!tour) return [];
  if (told !== tour.title) {
    told = tour.title;
    announce([tour.title, tour.text, tour.press].filter(Boolean).join('. '));
  }
  return [{ key: 'tour', signature: JSON.stringify([tour, state.route, underWay]), make: () => strip(tour) }];
}
