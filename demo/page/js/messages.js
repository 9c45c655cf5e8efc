// Lists of messages: days, authors in one breath, threads; each message keeps its blocks while it is edited.

import * as acting from './acting.js';
import { dayHeading } from './blockkit/dates.js';
import { renderBlocks } from './blockkit/render.js';
import { h, reconcile } from './dom.js';
import { authorOf, isReply, messageNode, seconds, timeOf } from './message.js';
import { state } from './state.js';

const ONE_BREATH = 300;
/** Each message keeps its surface and its body, so that an edit in place does not disturb what a person types in it. */
const bodies = new Map();

function bodyOf(message, channel, where) {
  const key = [state.route.person, channel.id, where, message.ts].join(' ');
  if (!bodies.has(key)) {
    bodies.set(key, {
      surface: acting.surfaceAt('message', { channel: channel.id, ts: message.ts }),
      node: h('div', { class: 'message-blocks' }),
    });
  }
  return bodies.get(key);
}

/** Main list or thread: which messages stand there. */
export const rootsOf = (messages) =>
  messages.filter((message) => !isReply(message) || message.subtype === 'thread_broadcast');
export const threadOf = (messages, ts) =>
  messages.filter((message) => message.ts === ts || (message.thread_ts === ts && isReply(message)));

function follows(message, before) {
  return (
    Boolean(before) &&
    before.user === message.user &&
    seconds(message.ts) - seconds(before.ts) < ONE_BREATH &&
    before.ephemeral === message.ephemeral &&
    !before.subtype &&
    !message.subtype &&
    !before.reply_count
  );
}

function dayItem(message) {
  const words = dayHeading(timeOf(message));
  return {
    key: `day ${timeOf(message).toDateString()}`,
    signature: words,
    make: () => h('div', { class: 'day' }, h('span', { role: 'heading', 'aria-level': '3' }, words)),
  };
}

function messageItem(message, context) {
  const { blocks, state: _, warnings: __, unread: ___, ...rest } = message;
  const author = authorOf(message);
  const signature = JSON.stringify([
    rest,
    Boolean(blocks?.length),
    context.follows,
    context.replies?.length,
    author.name,
    state.route.person,
  ]);
  return {
    key: `${state.route.person} ${message.ts}${message.ephemeral ? ' only you' : ''}`,
    signature,
    make: () => {
      const body = blocks?.length ? bodyOf(message, context.channel, context.where).node : null;
      return messageNode(message, { ...context, body });
    },
  };
}

/**
 * Bring a list of messages up to date in its container.
 * @param {Element} container @param {any[]} shown @param {{channel: any, where: 'list'|'thread', all: any[]}} context
 */
export function drawMessages(container, shown, { channel, where, all }) {
  const items = shown.flatMap((message, index) => {
    const before = shown[index - 1];
    const newDay = where === 'list' &&
      (!before || timeOf(before).toDateString() !== timeOf(message).toDateString());
    const replies = where === 'list'
      ? all.filter((other) => other.thread_ts === message.ts && isReply(other))
      : [];
    const item = messageItem(message, {
      channel,
      where,
      follows: !newDay && follows(message, before),
      replies,
    });
    return newDay ? [dayItem(message), item] : [item];
  });
  for (const message of shown) if (message.blocks?.length) drawBody(message, channel, where);
  reconcile(container, items);
}

function drawBody(message, channel, where) {
  const { node, surface } = bodyOf(message, channel, where);
  renderBlocks(node, message.blocks, surface, {
    state: message.state?.values,
    warnings: message.warnings,
    askedAt: state.talkAskedAt,
  });
}
