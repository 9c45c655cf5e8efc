// The composer: plain messages, slash commands with completion, files by button or drop, shortcuts of the app.

import * as acting from './acting.js';
import { sizeInWords } from './blockkit/filefield.js';
import { Completion } from './commands.js';
import { announce, h } from './dom.js';
import { icon } from './icons.js';
import { menuButton } from './popup.js';
import { state } from './state.js';

/** What was typed and not sent, by person and place. */
const drafts = new Map();

class Composer {
  #files = [];

  /** @param {{channel: string, thread?: string, label: string, commands: boolean, key: string}} given */
  constructor({ channel, thread, label, commands, key }) {
    this.channel = channel;
    this.thread = thread;
    this.label = label;
    this.commands = commands;
    this.key = key;
    this.field = h('textarea', {
      rows: 1,
      class: 'composer-field',
      'aria-label': this.label,
      placeholder: this.label,
      value: drafts.get(this.key) ?? '',
      'data-focus': `composer ${this.key}`,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#pasted(event),
    });
    this.trouble = h('div', { class: 'composer-trouble', role: 'alert', hidden: true });
    this.pending = h('ul', { class: 'pending', 'aria-label': 'Files to send' });
    this.usage = h('div', { class: 'usage', hidden: true });
    this.chooser = h('input', {
      type: 'file',
      multiple: true,
      class: 'unseen',
      tabindex: '-1',
      'aria-label': 'Choose files',
      onchange: () => {
        this.add([...this.chooser.files]);
        this.chooser.value = '';
      },
    });
    this.send = h(
      'button',
      {
        type: 'button',
        class: 'icon-button send',
        'aria-label': 'Send message',
        title: 'Send (Enter)',
        onclick: () => this.submit(),
      },
      icon('send'),
    );
    this.box = h(
      'div',
      { class: 'composer-box' },
      this.pending,
      this.field,
      h(
        'div',
        { class: 'composer-tools' },
        this.#attach(),
        this.thread ? null : this.#shortcuts(),
        this.chooser,
        this.usage,
        h('span', { class: 'stretch' }),
        this.send,
      ),
    );
    this.node = h(
      'div',
      { class: 'composer', onfiles: (event) => this.add(event.detail) },
      this.trouble,
      this.box,
    );
    this.completion = this.commands
      ? new Completion(this.field, this.box, (command) => this.#fill(command))
      : null;
    requestAnimationFrame(() => this.#grow());
  }

  /** A press chooses a file, or asks which one where samples are offered. */
  #attach() {
    const choose = () => this.chooser.click();
    const names = state.boot?.samples ?? [];
    if (!names.length) {
      const props = {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Attach file',
        title: 'Attach file',
      };
      return h('button', { ...props, onclick: choose }, icon('clip'));
    }
    const samples = names.map((name) => ({ text: name, run: () => this.#attachSample(name) }));
    return menuButton({
      label: 'Attach file',
      face: [icon('clip')],
      items: () => [
        { text: 'From this computer…', run: choose },
        { heading: 'Samples' },
        ...samples,
      ],
    });
  }

  async #attachSample(name) {
    const answer = await fetch(`/demo/samples/${encodeURIComponent(name)}`);
    this.add([new File([await answer.blob()], name)]);
  }

  #shortcuts() {
    const own = () =>
      state.boot.app.shortcuts
        .filter((shortcut) => shortcut.type === 'global')
        .map((shortcut) => ({
          text: shortcut.name,
          hint: shortcut.description || state.boot.app.name,
          run: () => acting.shortcut(shortcut.callback_id),
        }));
    return menuButton({
      label: 'Shortcuts',
      face: [icon('bolt')],
      items: () => [{ heading: 'Shortcuts' }, ...own()],
    });
  }

  #fill(text) {
    this.field.value = text;
    this.field.focus();
    this.#typed();
  }

  #typed() {
    drafts.set(this.key, this.field.value);
    this.trouble.hidden = true;
    this.#grow();
    this.completion?.typed();
    const command = this.completion?.current();
    this.usage.hidden = !command;
    this.usage.textContent = command
      ? `${command.command} ${command.usage_hint || `· ${command.description}`}`
      : '';
  }

  #grow() {
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
  }

  #key(event) {
    if (this.completion?.key(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  add(files) {
    this.#files.push(...files);
    this.#showFiles();
    this.field.focus();
    announce(`${files.map((file) => file.name).join(', ')} attached`);
  }

  #showFiles() {
    this.pending.replaceChildren(
      ...this.#files.map((file) =>
        h(
          'li',
          {},
          icon('file'),
          h(
            'span',
            { class: 'file-words' },
            h('b', {}, file.name),
            h('span', { class: 'faint' }, sizeInWords(file.size)),
          ),
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': `Remove ${file.name}`,
              onclick: () => {
                this.#files = this.#files.filter((other) => other !== file);
                this.#showFiles();
              },
            },
            icon('close'),
          ),
        )
      ),
    );
  }

  async submit() {
    const text = this.field.value.trim();
    const files = this.#files;
    if ((!text && !files.length) || this.send.disabled) return;
    this.completion?.close();
    this.#files = [];
    this.#showFiles();
    this.#fill('');
    this.#busy(true, text.startsWith('/') ? 'Waiting for the app…' : '');
    const answer = files.length
      ? await acting.sendFiles(this.channel, files, text, this.thread)
      : await acting.say(this.channel, text, this.thread);
    this.#busy(false);
    if (answer.ok === false) this.#failed(answer.error, text);
  }

  /** A command waits for the app; the field stays usable meanwhile. */
  #busy(busy, words = '') {
    this.send.disabled = busy;
    this.usage.hidden = !words;
    this.usage.textContent = words;
    this.node.classList.toggle('busy', busy);
  }

  #failed(error, text) {
    this.trouble.replaceChildren(
      icon('eye'),
      h('div', {}, h('div', { class: 'faint' }, 'Only visible to you'), error || 'That did not work.'),
    );
    this.trouble.hidden = false;
    if (!this.field.value && !text.startsWith('/')) this.#fill(text);
  }
}

/** @param {ConstructorParameters<typeof Composer>[0]} given @returns {HTMLElement} */
export function composer(given) {
  return new Composer(given).node;
}
