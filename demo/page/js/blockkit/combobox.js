// The select of every kind: an input with a list beneath (WAI-ARIA combobox). Typing narrows, arrows move, Enter chooses.

import { announce, h } from '../dom.js';
import { icon } from '../icons.js';
import { openPopup, place } from '../popup.js';
import { OptionList } from './optionlist.js';

/**
 * @typedef {{key: string, text: string, about?: string, value: any}} Choice
 * @typedef {{label?: string, choices: Choice[]}} Group
 * @typedef {object} Combo
 * @property {object} names attributes that name the input
 * @property {string} placeholder
 * @property {boolean} many
 * @property {number} [most] how many may be chosen
 * @property {() => Choice[]} chosen
 * @property {(typed: string) => Promise<{groups: Group[], hint?: string}>} load
 * @property {number} [pause] how long to wait for more typing before `load`
 * @property {boolean} [clearable]
 * @property {(chosen: Choice[]) => Promise<any>} change
 */

export class Combobox {
  #close = null;
  #asked = 0;

  /** @param {Combo} combo */
  constructor(combo) {
    this.combo = combo;
    this.input = h('input', {
      ...combo.names,
      class: 'combo-input',
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-haspopup': 'listbox',
      onclick: () => this.open(),
      onblur: () => this.#left(),
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.chips = h('span', { class: 'chips' });
    this.clear = h(
      'button',
      { type: 'button', class: 'combo-clear', 'aria-label': 'Clear', onclick: () => this.#choose([]) },
      icon('close'),
    );
    this.options = new OptionList(combo, this.input, (row) => this.#pick(row));
    this.list = this.options.node;
    this.node = h(
      'div',
      { class: combo.many ? 'combo many' : 'combo', onpointerdown: (event) => this.#pressed(event) },
      this.chips,
      this.input,
      this.clear,
      h('span', { class: 'combo-arrow' }, icon('down')),
    );
    this.#show();
  }

  #pressed(event) {
    if (event.target === this.input) return;
    event.preventDefault(); // a press beside the input must not take the focus from it
    if (event.target.closest('button')) return;
    this.input.focus();
    this.open();
  }

  /** Draw what is chosen: chips for many, the input's own text for one. */
  #show() {
    const chosen = this.combo.chosen();
    this.#showChips(chosen);
    this.input.value = this.combo.many ? '' : (chosen[0]?.text ?? '');
    this.input.placeholder = this.combo.many && chosen.length ? '' : this.combo.placeholder;
    this.clear.hidden = !this.combo.clearable || !chosen.length;
  }

  #showChips(chosen) {
    if (this.combo.many) this.chips.replaceChildren(...chosen.map((choice) => this.#chip(choice)));
  }

  #chip(choice) {
    const remove = h(
      'button',
      { type: 'button', 'aria-label': `Remove ${choice.text}`, onclick: () => this.#toggle(choice) },
      icon('close'),
    );
    return h('span', { class: 'chip' }, h('span', {}, choice.text), remove);
  }

  open() {
    if (this.#close) return;
    this.#showList();
    if (!this.combo.many) this.input.select();
    this.#load('');
  }

  #showList() {
    this.#close ??= openPopup(this.list, this.node, { width: true, onClose: () => this.#closed() });
    this.input.setAttribute('aria-expanded', 'true');
  }

  #closed() {
    this.#close = null;
    this.#asked += 1;
    this.options.empty();
    this.input.setAttribute('aria-expanded', 'false');
  }

  #left() {
    this.#close?.();
    this.#show();
  }

  #typed() {
    this.#showList();
    this.#load(this.input.value);
  }

  async #load(typed) {
    const turn = ++this.#asked;
    if (this.combo.pause) await this.#wait(typed ? this.combo.pause : 0);
    if (turn !== this.#asked) return;
    const answer = await this.combo.load(typed.trim());
    if (turn === this.#asked && this.#close) this.#fill(answer);
  }

  async #wait(pause) {
    this.options.say('Loading…');
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }

  #fill(answer) {
    this.options.fill(answer, this.combo.chosen());
    announce(this.options.summary);
    place(this.list, this.node, { width: true });
  }

  #pick({ choice, node }) {
    if (node.getAttribute('aria-disabled') === 'true') return;
    if (this.combo.many) {
      this.#toggle(choice);
    } else {
      this.#close?.();
      this.#choose([choice]);
    }
  }

  #toggle(choice) {
    const chosen = this.combo.chosen();
    const on = chosen.some((other) => other.key === choice.key);
    this.#choose(on ? chosen.filter((other) => other.key !== choice.key) : [...chosen, choice]);
    this.input.focus();
    if (this.#close) this.#load('');
  }

  async #choose(chosen) {
    const done = this.combo.change(chosen);
    this.#show();
    await done; // a confirm dialog may have taken the choice back
    if (this.#close) this.#showChips(this.combo.chosen());
    else this.#show();
  }

  #key(event) {
    const open = Boolean(this.#close);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (open) this.options.step(event.key === 'ArrowDown' ? 1 : -1);
      else this.open();
    } else if (event.key === 'Enter' && open) {
      if (this.options.active) this.#pick(this.options.active);
    } else if (event.key === 'Escape' && open) {
      this.#left();
    } else if (
      event.key === 'Backspace' &&
      this.combo.many &&
      !this.input.value &&
      this.combo.chosen().length
    ) {
      this.#toggle(this.combo.chosen().at(-1));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
