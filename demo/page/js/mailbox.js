// The mailbox: what the product's mail server has taken, as HTML without scripts, as text, and as its source.

import * as api from './api.js';
import { clockTime, dayHeading } from './blockkit/dates.js';
import { link } from './blockkit/mentions.js';
import { h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { addressOf, changed, refreshMails, state } from './state.js';

const at = (mail) => new Date(mail.date * 1000);
const inWords = (mail) => `${dayHeading(at(mail))}, ${clockTime(at(mail))}`;

function row(mail) {
  const open = state.route.detail === mail.id;
  return h(
    'li',
    {},
    h(
      'a',
      {
        class: mail.seen ? 'mail-row' : 'mail-row unseen-mail',
        href: addressOf({ place: 'mail', detail: mail.id }),
        'aria-current': open ? 'true' : undefined,
        'data-focus': `mail-${mail.id}`,
        'aria-label': `${mail.subject}, to ${mail.to.join(', ')}${mail.seen ? '' : ', new'}`,
      },
      h('span', { class: 'mail-to' }, mail.to.join(', ')),
      h('time', { class: 'faint' }, clockTime(at(mail))),
      h('span', { class: 'mail-subject' }, mail.subject),
    ),
  );
}

function withLinks(text) {
  return text
    .split(/(https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])/)
    .map((part, index) => (index % 2 ? link(part, part) : part));
}

/** Links of the mail open in new tabs; nothing in it can run or reach this page. */
function asHtml(mail) {
  return h('iframe', {
    class: 'mail-frame',
    title: `Mail: ${mail.subject}`,
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    referrerpolicy: 'no-referrer',
    srcdoc: `<base target="_blank">${mail.html}`,
  });
}

const asText = (mail) => h('div', { class: 'mail-text' }, withLinks(mail.text ?? ''));

function asSource(mail) {
  const box = h('pre', { class: 'mail-source', tabindex: '0' }, 'Loading…');
  api.text(`mails/${mail.id}/raw`).then((raw) => {
    box.textContent = raw;
  });
  return box;
}

const SHOWN = { HTML: asHtml, Text: asText, Source: asSource };
let chosen = 'HTML';

function kinds(mail) {
  const names = Object.keys(SHOWN).filter((name) => name !== 'HTML' || mail.html);
  const now = names.includes(chosen) ? chosen : 'Text';
  const body = h('div', { class: 'mail-body' }, SHOWN[now](mail));
  const show = (name) => {
    chosen = name;
    changed();
  };
  const buttons = names.map((name) =>
    h(
      'button',
      {
        type: 'button',
        class: 'segment',
        'aria-pressed': String(name === now),
        'data-focus': `kind-${name}`,
        onclick: () => show(name),
      },
      name,
    )
  );
  return [h('div', { class: 'segments', role: 'group', 'aria-label': 'Show as' }, buttons), body];
}

function detail(mail) {
  const fact = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
  const links = [...new Set(mail.links ?? [])];
  return h(
    'article',
    { class: 'mail', 'aria-label': mail.subject },
    h('a', { class: 'only-narrow back', href: addressOf({ place: 'mail' }) }, icon('back'), 'All mail'),
    h('h2', {}, mail.subject),
    h(
      'dl',
      { class: 'facts' },
      fact('From', mail.from),
      fact('To', mail.to.join(', ')),
      fact('Sent', inWords(mail)),
    ),
    links.length
      ? h(
        'details',
        { class: 'mail-links' },
        h('summary', {}, `${links.length} ${links.length === 1 ? 'link' : 'links'} in this mail`),
        h(
          'ul',
          {},
          links.map((url) => h('li', {}, link(url, url))),
        ),
      )
      : null,
    kinds(mail),
  );
}

function nothing(words) {
  return h('div', { class: 'empty' }, h('p', {}, words));
}

/** Keeps the mailbox on the page. */
export class Mailbox {
  constructor() {
    this.id = 'mail';
    this.list = h('ul', { class: 'mail-list', 'aria-label': 'Mail' });
    this.detail = h('div', { class: 'mail-detail' });
    this.count = h('span', { class: 'faint' });
    this.columns = h(
      'div',
      { class: 'mail-columns' },
      h('div', { class: 'mail-side' }, this.list),
      this.detail,
    );
    this.node = h(
      'div',
      { class: 'mailbox' },
      h(
        'div',
        { class: 'main-head' },
        h('h1', {}, icon('mail'), 'Mailbox'),
        this.count,
        h('span', { class: 'stretch' }),
        h(
          'button',
          { type: 'button', class: 'button', onclick: () => api.post('mails/clear').then(refreshMails) },
          'Empty the mailbox',
        ),
      ),
      this.columns,
    );
  }

  draw() {
    const { mails, route } = state;
    this.count.textContent = `${mails.length} ${
      mails.length === 1 ? 'mail' : 'mails'
    }, none leaves this computer`;
    this.columns.classList.toggle('reading', Boolean(route.detail));
    const rows = mails.map((mail) => ({
      key: mail.id,
      signature: JSON.stringify([mail, route.detail === mail.id, route.person]),
      make: () => row(mail),
    }));
    reconcile(
      this.list,
      rows.length ? rows : [{ key: 'none', signature: '', make: () => h('li', {}, nothing('No mail yet.')) }],
    );
    const mail = state.mail?.id === route.detail ? state.mail : null;
    reconcile(this.detail, [
      mail ? { key: mail.id, signature: chosen, make: () => detail(mail) } : {
        key: 'none',
        signature: String(route.detail),
        make: () => nothing(route.detail ? 'Loading…' : 'Choose a mail to read it.'),
      },
    ]);
    this.#fetch(route.detail);
  }

  #asked = null;

  async #fetch(id) {
    if (this.#asked === id) return;
    this.#asked = id;
    if (!id) return;
    const mail = await api.get(`mails/${encodeURIComponent(id)}`);
    if (this.#asked !== id) return;
    if (mail.ok !== false) state.mail = mail;
    changed();
    await api.post('mails/seen', { id });
    refreshMails();
  }
}
