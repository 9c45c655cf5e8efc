// Completion of slash commands in the composer: a list over the field while the first word is typed.

import { h } from './dom.js';
import { openPopup } from './popup.js';
import { state } from './state.js';

export class Completion {
  #close = null;
  #rows = [];
  #active = 0;

  /** @param {HTMLTextAreaElement} field @param {HTMLElement} anchor @param {(text: string) => void} fill */
  constructor(field, anchor, fill) {
    this.field = field;
    this.anchor = anchor;
    this.fill = fill;
    this.list = h('div', {
      class: 'popup listbox commands',
      role: 'listbox',
      id: 'commands',
      'aria-label': 'Commands',
      onpointerdown: (event) => event.preventDefault(),
    });
    field.setAttribute('aria-autocomplete', 'list');
    field.addEventListener('blur', () => this.close());
  }

  #matching() {
    const text = this.field.value;
    return /^\/\S*$/.test(text)
      ? state.boot.app.commands.filter(({ command }) => command.startsWith(text))
      : [];
  }

  /** The command whose arguments are being typed. */
  current() {
    return state.boot.app.commands.find(({ command }) => this.field.value.startsWith(`${command} `)) ?? null;
  }

  typed() {
    const commands = this.#matching();
    if (!commands.length) return this.close();
    this.#rows = commands.map((command, index) => ({ command, node: this.#row(command, index) }));
    this.list.replaceChildren(...this.#rows.map((row) => row.node));
    this.close();
    this.#close = openPopup(this.list, this.anchor, {
      width: true,
      onClose: () => {
        this.#close = null;
      },
    });
    this.field.setAttribute('aria-controls', this.list.id);
    this.#move(0);
  }

  #row(command, index) {
    return h(
      'div',
      {
        class: 'option',
        role: 'option',
        id: `command-${index}`,
        'aria-label': command.command,
        'aria-description': command.description,
        onclick: () => this.#take(command),
      },
      h(
        'span',
        { class: 'option-words' },
        h(
          'span',
          {},
          h('b', {}, command.command),
          ' ',
          h('span', { class: 'faint' }, command.usage_hint ?? ''),
        ),
        h('span', { class: 'option-about' }, command.description),
      ),
      h('span', { class: 'faint' }, state.boot.app.name),
    );
  }

  #move(to) {
    this.#active = (to + this.#rows.length) % this.#rows.length;
    this.#rows.forEach(({ node }, index) => {
      node.classList.toggle('active', index === this.#active);
      node.setAttribute('aria-selected', String(index === this.#active));
    });
    this.field.setAttribute('aria-activedescendant', `command-${this.#active}`);
  }

  #take(command) {
    this.close();
    this.fill(`${command.command} `);
    this.close();
  }

  close() {
    this.#close?.();
    this.field.removeAttribute('aria-activedescendant');
  }

  /** @returns {boolean} true when the key was for the list; a command typed in full is sent by Enter at once */
  key(event) {
    if (!this.#close) return false;
    const { command } = this.#rows[this.#active];
    const complete = this.#rows.some((row) => row.command.command === this.field.value);
    if (event.key === 'ArrowDown') this.#move(this.#active + 1);
    else if (event.key === 'ArrowUp') this.#move(this.#active - 1);
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab' && !event.shiftKey) this.#take(command);
    else if (event.key === 'Enter' && !event.shiftKey && !complete) this.#take(command);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
