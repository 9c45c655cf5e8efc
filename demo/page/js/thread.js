// The side panel of a thread: the message, its replies, and a composer for another.

import { composer } from './composer.js';
import { announce, h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { drawMessages, threadOf } from './messages.js';
import { go, openChannel, state } from './state.js';

const shut = () => go({ place: state.route.place });

/** Keeps one thread in the panel. */
export class Thread {
  #known = 0;

  constructor(channel, ts) {
    this.id = `${state.route.person} ${channel.id} ${ts}`;
    this.ts = ts;
    this.list = h('div', {
      class: 'messages',
      role: 'log',
      'aria-live': 'off',
      tabindex: '0',
      'aria-label': 'Thread',
    });
    const closed = channel.archived || (channel.is_app_dm && state.boot.app.messages_tab_read_only);
    this.node = h(
      'div',
      {
        class: 'panel-inner',
        onkeydown: (event) => event.key === 'Escape' && !event.defaultPrevented && shut(),
      },
      h(
        'div',
        { class: 'panel-head' },
        h('h2', {}, 'Thread'),
        h('span', { class: 'faint' }, channel.kind === 'dm' ? channel.name : `#${channel.name}`),
        h('span', { class: 'stretch' }),
        h(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Close thread', onclick: shut },
          icon('close'),
        ),
      ),
      this.list,
      closed ? null : h(
        'div',
        { class: 'thread-composer' },
        composer({
          channel: channel.id,
          thread: ts,
          label: 'Reply in thread',
          commands: false,
          key: `${this.id} thread`,
        }),
      ),
    );
  }

  /** Focus goes into the thread when a person opened it. */
  enter() {
    (this.node.querySelector('textarea') ?? this.list).focus({ preventScroll: true });
  }

  draw() {
    const channel = openChannel();
    if (!channel || state.talk?.channel?.id !== channel.id) return;
    const messages = threadOf(state.talk.messages, this.ts);
    const stick = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80 ||
      this.#known === 0;
    if (messages.length) {
      drawMessages(this.list, messages, { channel, where: 'thread', all: state.talk.messages });
    } else {
      reconcile(this.list, [
        { key: 'gone', signature: '', make: () => h('div', { class: 'empty' }, 'This message is gone.') },
      ]);
    }
    if (this.#known && messages.length > this.#known) announce(`New reply from ${messages.at(-1).name}`);
    if (stick && messages.length !== this.#known) {
      this.list.scrollTop = this.#known ? this.list.scrollHeight : 0;
    }
    this.#known = messages.length;
  }
}
