// One message as people see it: author, time, marks, text, files, the way into the thread, and message shortcuts.

import * as acting from './acting.js';
import { clockTime } from './blockkit/dates.js';
import { sizeInWords } from './blockkit/filefield.js';
import { mrkdwn } from './blockkit/mrkdwn.js';
import { h } from './dom.js';
import { face } from './faces.js';
import { icon } from './icons.js';
import { notice } from './notices.js';
import { menuButton } from './popup.js';
import { directory, go, personById, state } from './state.js';

export const seconds = (ts) => Number(ts.split('.')[0]);
export const timeOf = (message) => new Date(seconds(message.ts) * 1000);
export const authorOf = (message) =>
  personById(message.user) ?? { name: message.name, is_bot: message.is_app, color: state.boot.app.color };
export const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function files(message) {
  return message.files?.length
    ? h(
      'ul',
      { class: 'files', 'aria-label': 'Files' },
      message.files.map((file) =>
        h(
          'li',
          {},
          file.mimetype.startsWith('image/')
            ? h('img', { class: 'file-picture', src: file.url, alt: file.alt || file.name })
            : null,
          h(
            'a',
            { class: 'file', href: file.url, download: file.name },
            icon('file'),
            h(
              'span',
              { class: 'file-words' },
              h('b', {}, file.name),
              h('span', { class: 'faint' }, `${kindOf(file)} · ${sizeInWords(file.size)}`),
            ),
          ),
        )
      ),
    )
    : null;
}

const kindOf = (file) => file.name.includes('.') ? file.name.split('.').at(-1).toUpperCase() : file.mimetype;

function repliesButton(message, replies) {
  if (!message.reply_count) return null;
  const words = `${message.reply_count} ${message.reply_count === 1 ? 'reply' : 'replies'}`;
  const last = replies.at(-1);
  return h(
    'button',
    {
      type: 'button',
      class: 'replies',
      'data-focus': `replies-${message.ts}`,
      onclick: () => openThread(message),
    },
    last ? face(authorOf(last), 'tiny') : null,
    h('b', {}, words),
    last ? h('span', { class: 'faint' }, `Last reply ${clockTime(timeOf(last))}`) : null,
  );
}

function openThread(message) {
  state.panel = null;
  go({ place: state.route.place, detail: message.ts });
}

async function copyText(message) {
  try {
    await navigator.clipboard.writeText(message.text);
    notice('Text copied', 'info');
  } catch {
    notice('The browser did not allow copying.');
  }
}

function menuItems(message, channel) {
  const shortcuts = state.boot.app.shortcuts
    .filter((shortcut) => shortcut.type === 'message')
    .map((shortcut) => ({
      text: shortcut.name,
      hint: state.boot.app.name,
      run: () => acting.shortcut(shortcut.callback_id, { channel: channel.id, ts: message.ts }),
    }));
  return [...shortcuts, { text: 'Copy text', run: () => copyText(message) }];
}

function toolbar(message, channel, where) {
  if (message.ephemeral) return null;
  const reply = where === 'list' &&
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Reply in thread',
        title: 'Reply in thread',
        onclick: () => openThread(message),
      },
      icon('reply'),
    );
  return h(
    'div',
    { class: 'message-tools' },
    reply || null,
    menuButton({
      label: 'More actions',
      face: [icon('more')],
      items: () => menuItems(message, channel),
      end: true,
    }),
  );
}

function heading(message, author) {
  const at = timeOf(message);
  return h(
    'div',
    { class: 'message-head' },
    h('b', { class: 'author' }, message.name || author.name),
    message.is_app ? h('span', { class: 'app-badge' }, 'APP') : null,
    h('time', { datetime: at.toISOString(), title: at.toLocaleString() }, clockTime(at)),
  );
}

function messageText(message) {
  if (message.blocks?.length || !message.text) return null;
  return h('div', { class: 'text' }, mrkdwn(message.text, { directory }));
}

/**
 * @param {any} message
 * @param {{channel: any, where: 'list'|'thread', follows: boolean, replies: any[], body: Element|null}} context
 */
export function messageNode(message, { channel, where, follows, replies, body }) {
  const author = authorOf(message);
  const quiet = ['channel_join', 'channel_leave'].includes(message.subtype);
  const classes = ['message', follows && 'follows', message.ephemeral && 'ephemeral', quiet && 'quiet']
    .filter(Boolean)
    .join(' ');
  return h(
    'article',
    {
      class: classes,
      'aria-label': `${message.name || author.name} at ${clockTime(timeOf(message))}`,
      'data-ts': message.ts,
    },
    follows
      ? h('span', { class: 'follow-time', 'aria-hidden': 'true' }, clockTime(timeOf(message)))
      : face(author),
    h(
      'div',
      { class: 'message-main' },
      message.ephemeral ? h('div', { class: 'only-you' }, icon('eye'), 'Only visible to you') : null,
      follows ? null : heading(message, author),
      messageText(message),
      body,
      message.edited ? h('span', { class: 'edited' }, '(edited)') : null,
      files(message),
      where === 'list' ? repliesButton(message, replies) : null,
    ),
    toolbar(message, channel, where),
  );
}
