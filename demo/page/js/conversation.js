// A channel, a direct message or the app's Messages tab: head, messages, composer, and files dropped anywhere on it.

import * as acting from './acting.js';
import { words } from './blockkit/text.js';
import { composer } from './composer.js';
import { announce, h, reconcile } from './dom.js';
import { face } from './faces.js';
import { icon } from './icons.js';
import { drawMessages, rootsOf } from './messages.js';
import { menuButton } from './popup.js';
import { openChannel, personById, state } from './state.js';

const NEAR = 80;

function channelMenu(channel) {
  const { app } = state.boot;
  const items = [];
  if (!channel.is_member && channel.kind === 'public') {
    items.push({ text: 'Join channel', run: () => acting.join(channel.id) });
  }
  if (channel.app_is_member) {
    items.push({ text: `Remove ${app.name}`, danger: true, run: () => acting.removeApp(channel.id) });
  } else items.push({ text: `Add ${app.name} to this channel`, run: () => acting.addApp(channel.id) });
  return menuButton({ label: 'Channel options', face: [icon('more')], items: () => items, end: true });
}

function headOf(channel) {
  const mark = channel.kind === 'dm'
    ? face(personById(channel.with), 'tiny')
    : icon(channel.kind === 'private' ? 'lock' : 'hash');
  const connect = channel.kind === 'connect'
    ? h('span', { class: 'tag' }, 'Shared with another organisation')
    : null;
  const about = channel.kind === 'dm' ? personById(channel.with)?.title : channel.topic;
  return h(
    'div',
    { class: 'main-head' },
    h('h1', {}, mark, channel.name),
    connect,
    about ? h('span', { class: 'topic' }, about) : null,
    h('span', { class: 'stretch' }),
    channel.kind === 'dm' ? null : h(
      'span',
      { class: 'members', title: channel.members.map((id) => personById(id)?.name ?? id).join(', ') },
      icon('people'),
      h('span', {}, `${channel.members.length}`, h('span', { class: 'unseen' }, ' members')),
    ),
    channel.kind === 'dm' || channel.archived ? null : channelMenu(channel),
  );
}

/** Why nothing can be written here, if so. */
function closed(channel) {
  const { app } = state.boot;
  if (channel.archived) return [`#${channel.name} is archived.`];
  if (channel.is_app_dm && app.messages_tab_read_only) {
    return ['Sending messages to this app has been turned off.'];
  }
  if (channel.is_member || channel.kind === 'dm') return null;
  return [
    `You are not in #${channel.name}.`,
    h(
      'button',
      { type: 'button', class: 'button primary', onclick: () => acting.join(channel.id) },
      'Join channel',
    ),
  ];
}

function footOf(channel) {
  const reason = closed(channel);
  if (reason) return h('div', { class: 'closed' }, reason);
  const name = channel.kind === 'dm' ? channel.name : `#${channel.name}`;
  return composer({
    channel: channel.id,
    label: `Message ${name}`,
    commands: true,
    key: `${state.route.person} ${channel.id}`,
  });
}

function empty(channel) {
  const words = channel.is_app_dm
    ? `${channel.name} has not written to you yet.`
    : 'Nothing has been written here yet.';
  return h('div', { class: 'empty' }, h('p', {}, words));
}

/** Keeps one conversation on the page; made anew for each place and person. */
export class Conversation {
  #known = 0;
  #latest = null;
  #marked = null;

  constructor(channel, { head = true } = {}) {
    this.id = `${state.route.person} ${channel.id}`;
    this.list = h('div', {
      class: 'messages',
      role: 'log',
      'aria-live': 'off',
      tabindex: '0',
      'aria-label': channel.kind === 'dm' ? `Messages with ${channel.name}` : `Messages in #${channel.name}`,
      onscroll: () => this.#scrolled(),
    });
    this.jump = h(
      'button',
      { type: 'button', class: 'jump', hidden: true, onclick: () => this.#toEnd() },
      'New messages',
      icon('down'),
    );
    this.head = h('div');
    this.foot = h('div', { id: 'composer' });
    this.node = h(
      'div',
      {
        class: 'conversation',
        ondragover: (event) => this.#over(event),
        ondragleave: () => this.node.classList.remove('dropping'),
        ondrop: (event) => this.#drop(event),
      },
      head ? this.head : null,
      h('div', { class: 'messages-frame' }, this.list, this.jump),
      this.foot,
    );
  }

  #over(event) {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    this.node.classList.add('dropping');
  }

  #drop(event) {
    this.node.classList.remove('dropping');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.foot
      .querySelector('.composer')
      ?.dispatchEvent(new CustomEvent('files', { detail: [...event.dataTransfer.files] }));
  }

  #atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  #toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.jump.hidden = true;
  }

  #scrolled() {
    if (this.#atEnd()) this.jump.hidden = true;
  }

  draw() {
    const channel = openChannel();
    if (!channel) return;
    const { topic, members, app_is_member: appIn, is_member: isIn, archived } = channel;
    reconcile(this.head, [
      {
        key: 'head',
        signature: JSON.stringify([channel.name, topic, members, appIn, isIn, archived]),
        make: () => headOf(channel),
      },
    ]);
    reconcile(this.foot, [
      {
        key: 'foot',
        signature: JSON.stringify([isIn, archived, state.boot.app.messages_tab_read_only]),
        make: () => footOf(channel),
      },
    ]);
    if (state.talk?.channel?.id === channel.id && state.talk.person === state.route.person) {
      this.#drawList(channel);
    }
  }

  #drawList(channel) {
    const { messages } = state.talk;
    const stick = this.#known === 0 || this.#atEnd();
    const shown = rootsOf(messages);
    if (shown.length) drawMessages(this.list, shown, { channel, where: 'list', all: messages });
    else reconcile(this.list, [{ key: 'empty', signature: channel.id, make: () => empty(channel) }]);
    if (stick) this.#toEnd();
    else if (shown.length > this.#known) this.jump.hidden = false;
    this.#tell(messages);
    this.#known = shown.length;
    this.#markRead(channel);
  }

  /** Once for the newest message, and only while somebody can see it. */
  #markRead(channel) {
    if (!channel.unread || document.hidden || this.#marked === this.#latest) return;
    this.#marked = this.#latest;
    acting.markRead(channel.id);
  }

  /** Say what came while the conversation was open; the first drawing is silent. */
  #tell(messages) {
    const fresh = this.#latest === null
      ? []
      : messages.filter((message) => message.ts > this.#latest && message.user !== state.route.person);
    for (const message of fresh.slice(-3)) announce(`${message.name}: ${words(message.text)}`);
    this.#latest = messages.reduce(
      (latest, message) => (message.ts > latest ? message.ts : latest),
      this.#latest ?? '',
    );
  }
}
