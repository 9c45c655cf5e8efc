// The list beneath a select: its options in their groups, the one under the arrow keys, and what to say when there is none.

import { h } from '../dom.js';
import { icon } from '../icons.js';

const quiet = (words, className = 'list-hint') => h('div', { class: className, role: 'presentation' }, words);

export class OptionList {
  #rows = [];
  #at = -1;

  /**
   * @param {import('./combobox.js').Combo} combo
   * @param {HTMLInputElement} input it keeps the focus and names the active option
   * @param {(row: {choice: import('./combobox.js').Choice, node: Element}) => void} pick
   */
  constructor(combo, input, pick) {
    this.combo = combo;
    this.input = input;
    this.pick = pick;
    this.summary = '';
    this.node = h('div', {
      class: 'popup listbox',
      role: 'listbox',
      id: `${combo.names.id}-list`,
      'aria-multiselectable': combo.many ? 'true' : undefined,
      'aria-label': 'Options',
      onpointerdown: (event) => event.preventDefault(),
    });
    input.setAttribute('aria-controls', this.node.id);
  }

  get active() {
    return this.#rows[this.#at] ?? null;
  }

  empty() {
    this.#rows = [];
    this.#move(-1);
  }

  say(words) {
    this.empty();
    this.node.replaceChildren(quiet(words));
  }

  /** @param {{groups: any[], hint?: string}} answer @param {any[]} chosen */
  fill({ groups, hint }, chosen) {
    this.empty();
    const keys = new Set(chosen.map((choice) => choice.key));
    const full = this.combo.many && chosen.length >= (this.combo.most ?? Infinity);
    const parts = groups
      .filter((group) => group.choices.length)
      .map((group) => this.#group(group, keys, full));
    const none = this.#rows.length ? hint : (hint ?? 'No results');
    this.node.replaceChildren(
      ...(full ? [quiet(`At most ${this.combo.most} can be chosen.`)] : []),
      ...parts,
      ...(none ? [quiet(none)] : []),
    );
    this.summary = none ?? `${this.#rows.length} ${this.#rows.length === 1 ? 'option' : 'options'}`;
    const first = this.combo.many ? 0 : this.#rows.findIndex(({ choice }) => keys.has(choice.key));
    this.#move(Math.max(0, first));
  }

  #group(group, keys, full) {
    const options = group.choices.map((choice) => this.#option(choice, keys.has(choice.key), full));
    if (!group.label) return h('div', { role: 'presentation' }, options);
    return h(
      'div',
      { role: 'group', 'aria-label': group.label },
      quiet(group.label, 'list-heading'),
      options,
    );
  }

  #option(choice, on, full) {
    const row = { choice, node: null };
    row.node = h(
      'div',
      {
        class: 'option',
        role: 'option',
        id: `${this.node.id}-${this.#rows.length}`,
        'aria-selected': String(on),
        'aria-label': choice.text,
        'aria-description': choice.about,
        'aria-disabled': full && !on ? 'true' : undefined,
        onclick: () => this.pick(row),
      },
      h(
        'span',
        { class: 'option-words' },
        h('span', {}, choice.text),
        choice.about && h('span', { class: 'option-about' }, choice.about),
      ),
      on ? icon('check') : null,
    );
    this.#rows.push(row);
    return row.node;
  }

  /** Up or down, around the ends. */
  step(by) {
    this.#move(this.#rows.length ? (this.#at + by + this.#rows.length) % this.#rows.length : -1);
  }

  #move(to) {
    this.active?.node.classList.remove('active');
    this.#at = to;
    this.active?.node.classList.add('active');
    this.active?.node.scrollIntoView({ block: 'nearest' });
    if (this.active) this.input.setAttribute('aria-activedescendant', this.active.node.id);
    else this.input.removeAttribute('aria-activedescendant');
  }
}
