// The app's own place: its Home tab drawn from the published view, and its Messages tab.

import * as acting from './acting.js';
import { renderBlocks } from './blockkit/render.js';
import { Conversation } from './conversation.js';
import { find, h, reconcile } from './dom.js';
import { face } from './faces.js';
import { icon } from './icons.js';
import { menuButton } from './popup.js';
import { addressOf, appChannel, go, me, state } from './state.js';

const NAMES = { home: 'Home', app: 'Messages' };

function tabs() {
  const { app } = state.boot;
  const places = ['home', 'app'].filter((place) => (place === 'home' ? app.home_tab : app.messages_tab));
  const unread = appChannel()?.unread ?? 0;
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': app.name, onkeydown: (event) => steer(event, places) },
    places.map((place) => {
      const on = state.route.place === place;
      const badge = place === 'app' && unread
        ? h('span', { class: 'badge', 'aria-label': `${unread} unread` }, unread)
        : null;
      return h(
        'a',
        {
          class: 'tab',
          role: 'tab',
          id: `tab-${place}`,
          href: addressOf({ place }),
          'aria-selected': String(on),
          tabindex: on ? '0' : '-1',
          'aria-controls': 'tab-panel',
          'data-focus': `tab-${place}`,
        },
        NAMES[place],
        badge,
      );
    }),
  );
}

function steer(event, places) {
  if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
  event.preventDefault();
  const next = places.find((place) => place !== state.route.place) ?? state.route.place;
  go({ place: next });
  find(`[data-focus="tab-${next}"]`)?.focus();
}

async function install() {
  const answer = await acting.install();
  if (answer.url) window.open(answer.url, '_blank', 'noopener');
}

function appMenu() {
  const items = () => [
    { text: 'Install the app', run: install },
    { text: 'Remove the app', danger: true, run: acting.uninstall },
  ];
  return me()?.role === 'admin'
    ? menuButton({ label: 'App options', face: [icon('more')], items, end: true })
    : null;
}

function head() {
  const { app } = state.boot;
  return h(
    'div',
    { class: 'main-head app-head' },
    h('h1', {}, face({ is_bot: true, color: app.color }, 'tiny'), app.name),
    h('span', { class: 'app-badge' }, 'APP'),
    h('span', { class: 'stretch' }),
    appMenu(),
    tabs(),
  );
}

function waiting() {
  return h(
    'div',
    { class: 'empty', role: 'status' },
    h('p', {}, `${state.boot.app.name} has not shown anything here yet.`),
  );
}

/** Keeps the app's place; one of its two panels is drawn. */
export class AppPlace {
  #surfaces = new Map();
  #talk = null;
  #opened = null;

  constructor() {
    this.id = `app ${state.route.person}`;
    this.head = h('div');
    this.blocks = h('div', { class: 'home-blocks' });
    this.panel = h('div', { class: 'tab-panel', id: 'tab-panel', role: 'tabpanel' });
    this.node = h('div', { class: 'app-place' }, this.head, this.panel);
  }

  draw() {
    const { place } = state.route;
    const unread = appChannel()?.unread ?? 0;
    reconcile(this.head, [
      { key: 'head', signature: JSON.stringify([place, unread, me()?.role, state.boot.app]), make: head },
    ]);
    this.panel.setAttribute('aria-labelledby', `tab-${place}`);
    this.#tellTheApp(place);
    if (place === 'home') this.#drawHome();
    else this.#drawTalk();
  }

  #tellTheApp(place) {
    if (this.#opened === place) return;
    this.#opened = place;
    acting.openHome(place === 'home' ? 'home' : 'messages');
  }

  #drawHome() {
    const view = state.view?.home;
    if (!view?.blocks?.length) return this.panel.replaceChildren(waiting());
    if (this.panel.firstChild !== this.blocks) this.panel.replaceChildren(this.blocks);
    if (!this.#surfaces.has(view.id)) {
      this.#surfaces.set(view.id, acting.surfaceAt('home', { view: view.id }));
    }
    renderBlocks(this.blocks, view.blocks, this.#surfaces.get(view.id), {
      state: view.state?.values,
      errors: view.errors,
      warnings: view.warnings,
      askedAt: state.viewAskedAt,
    });
  }

  #drawTalk() {
    const channel = appChannel();
    if (!channel) {
      return this.panel.replaceChildren(h('div', { class: 'empty' }, h('p', {}, 'No messages yet.')));
    }
    this.#talk ??= new Conversation(channel, { head: false });
    if (this.panel.firstChild !== this.#talk.node) this.panel.replaceChildren(this.#talk.node);
    this.#talk.draw();
  }
}
