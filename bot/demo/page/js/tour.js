// The tour's strip at the foot: what is being shown, and what to press next.

import { post } from './api.js';
import { announce, h } from './dom.js';
import { icon } from './icons.js';
import { addressOf, refreshTour, state } from './state.js';

const step = (action) => post('tour', { action }).then(refreshTour);
let told = null;

export const startTour = () => step('start');

/** Where the step happens, as a link, unless the person is there already. */
function showMe(tour) {
  const person = tour.person ?? state.route.person;
  if (!tour.place || (person === state.route.person && tour.place === state.route.place)) return null;
  return h('a', { class: 'button', href: addressOf({ person, place: tour.place }) }, 'Show me');
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
    h(
      'button',
      { type: 'button', class: 'button', onclick: () => step('back'), disabled: tour.step <= 1 },
      'Previous step',
    ),
    h('button', { type: 'button', class: 'button primary', onclick: () => step('next') }, 'Next step'),
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
  return [{ key: 'tour', signature: JSON.stringify([tour, state.route]), make: () => strip(tour) }];
}
