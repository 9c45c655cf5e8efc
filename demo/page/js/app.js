// Starts the page: reads the address, listens for changes, and draws each part when something moved.

import { listen } from './api.js';
import { Conversation } from './conversation.js';
import { find, h, reconcile } from './dom.js';
import { AppPlace } from './home.js';
import { alarm, Log } from './log.js';
import { Mailbox } from './mailbox.js';
import { drawModals } from './modal.js';
import { sidebar, sidebarSignature } from './sidebar.js';
import {
  changed,
  channels,
  me,
  openChannel,
  readRoute,
  refreshBoot,
  refreshFaults,
  refreshLog,
  refreshMails,
  refreshTalk,
  refreshTour,
  refreshView,
  state,
  watch,
} from './state.js';
import { startTheme } from './theme.js';
import { Thread } from './thread.js';
import { topbar, topbarSignature } from './topbar.js';
import { tourItems } from './tour.js';
import { welcome } from './welcome.js';

const part = (id) => document.getElementById(id);
const bare = (nodes) => h('div', { class: 'region' }, nodes);

let place = null;
let panel = null;

/** @returns {[string|null, (() => any)|null]} its name, and what makes it */
function placeWanted() {
  const { place: wanted } = state.route;
  if (wanted === 'mail') return ['mail', () => new Mailbox()];
  if (wanted === 'home' || wanted === 'app') return [`app ${state.route.person}`, () => new AppPlace()];
  const channel = openChannel();
  return channel ? [`${state.route.person} ${channel.id}`, () => new Conversation(channel)] : [null, null];
}

let talkAsked = null;

/** A conversation may come into being while its place is open, as the app's messages do. */
function askForTalk() {
  const channel = openChannel();
  const wanted = channel && `${state.route.person} ${channel.id}`;
  if (wanted && wanted !== talkAsked) refreshTalk();
  talkAsked = wanted;
}

function drawMain() {
  askForTalk();
  const [id, make] = placeWanted();
  if (!id) {
    place = null;
    const words = state.view ? 'This conversation is not visible to this person.' : 'Loading…';
    part('main').replaceChildren(h('div', { class: 'empty', role: 'status' }, words));
    return;
  }
  if (place?.id !== id) {
    place = make();
    part('main').replaceChildren(place.node);
  }
  place.draw();
}

/** @returns {[string|null, (() => any)|null]} its name, and what makes it */
function panelWanted() {
  if (state.panel === 'log') return ['log', () => new Log()];
  const channel = openChannel();
  if (!channel || !state.route.detail || state.route.place === 'mail') return [null, null];
  return [
    `${state.route.person} ${channel.id} ${state.route.detail}`,
    () => new Thread(channel, state.route.detail),
  ];
}

function drawPanel() {
  const [id, make] = panelWanted();
  const aside = part('panel');
  if (panel?.id !== id) {
    const had = aside.contains(document.activeElement);
    panel = id ? make() : null;
    aside.replaceChildren(...(panel ? [panel.node] : []));
    aside.setAttribute('aria-label', id === 'log' ? 'Requests' : 'Thread');
    aside.hidden = !panel;
    if (panel) panel.draw();
    if (panel) panel.enter();
    else if (had) find('textarea, [role="log"]', part('main'))?.focus({ preventScroll: true });
    return;
  }
  panel?.draw();
}

function title() {
  const unread = channels().reduce((sum, channel) => sum + channel.unread, 0);
  const where =
    { mail: 'Mailbox', home: state.boot?.app.name, app: state.boot?.app.name }[state.route.place] ??
      openChannel()?.name ??
      '';
  document.title = [unread ? `(${unread})` : '', where, me()?.name, 'Demo workspace']
    .filter(Boolean)
    .join(' · ')
    .replace(') · ', ') ');
}

/** Dialogs keep clear of the strips above and of the tour below. */
function keepClear() {
  document.body.style.setProperty(
    '--above',
    `${part('alarm').offsetHeight + part('welcome').offsetHeight}px`,
  );
  document.body.style.setProperty('--below', `${part('tour').offsetHeight}px`);
}

function draw() {
  if (!state.boot) return;
  reconcile(part('alarm'), alarm());
  reconcile(part('welcome'), welcome());
  reconcile(part('topbar'), [{ key: 'top', signature: topbarSignature(), make: () => bare(topbar()) }]);
  reconcile(part('sidebar'), [{ key: 'side', signature: sidebarSignature(), make: () => bare(sidebar()) }]);
  part('shell').classList.toggle('sidebar-open', state.sidebarOpen);
  drawMain();
  drawPanel();
  drawModals();
  reconcile(part('tour'), tourItems());
  keepClear();
  title();
}

/** Where the page opens as its maker wishes, else the first channel of which this person is a member. */
function firstPlace() {
  const wished = state.boot.opens_at;
  return (
    (['home', 'app', 'mail'].includes(wished) ? wished : null) ??
      channels().find((channel) => wished && channel.name === wished)?.id ??
      channels().find((channel) => channel.is_member && !channel.archived && channel.kind !== 'dm')?.id ??
      channels()[0]?.id ??
      'home'
  );
}

function firstPerson() {
  const { people } = state.boot;
  return (
    people.find((person) => person.role === 'manager') ??
      people.find((person) => !person.is_bot && !person.deleted)
  )?.id;
}

async function arrive() {
  const before = state.route.person;
  state.route = readRoute();
  if (!state.boot.people.some((person) => person.id === state.route.person)) {
    state.route.person = firstPerson();
  }
  state.sidebarOpen = false;
  if (state.route.person !== before) Object.assign(state, { view: null, talk: null });
  changed();
  await refreshView();
  state.route.place ??= firstPlace();
  changed();
}

const ON = [
  [(topic) => /^(channel|views|home):/.test(topic) || topic === 'people', refreshView],
  [(topic) => topic.startsWith('channel:') || topic.startsWith('views:'), refreshTalk],
  [(topic) => topic === 'mail', refreshMails],
  [(topic) => topic === 'log', later(refreshLog, 500)],
  [(topic) => topic === 'faults', refreshFaults],
  [(topic) => topic === 'people', refreshBoot],
  [(topic) => topic === 'tour', refreshTour],
];

/** At most once in a while: the log moves with every request. */
function later(refresh, pause) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      refresh();
    }, pause);
  };
}

function onChange(topics) {
  for (const [concerns, refresh] of ON) if (!topics.length || topics.some(concerns)) refresh();
}

/** A file dropped beside its place must not replace the page. */
function keepPage(event) {
  if ([...event.dataTransfer.types].includes('Files')) event.preventDefault();
}

function foldSidebar() {
  if (!state.sidebarOpen) return;
  state.sidebarOpen = false;
  changed();
}

/** The page may be opened before the demo answers. */
async function bootUp() {
  await refreshBoot();
  if (state.boot) return;
  part('main').replaceChildren(
    h('div', { class: 'empty', role: 'alert' }, 'The demo does not answer. Is it still running?'),
  );
  await new Promise((resolve) => {
    setTimeout(resolve, 2000);
  });
  await bootUp();
}

async function start() {
  startTheme(changed);
  part('skip').addEventListener('click', (event) => {
    event.preventDefault();
    part('main').focus();
  });
  await bootUp();
  watch(draw);
  addEventListener('hashchange', arrive);
  addEventListener('resize', keepClear);
  document.addEventListener('visibilitychange', changed); // what is seen now counts as read
  for (const kind of ['dragover', 'drop']) addEventListener(kind, keepPage);
  addEventListener('keydown', (event) => event.key === 'Escape' && foldSidebar());
  part('shell').addEventListener('click', (event) => event.target === part('shell') && foldSidebar());
  await arrive();
  listen(onChange, (connected) => {
    state.connected = connected;
    changed();
  });
}

start();
