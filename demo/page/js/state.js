// What the page knows, and when it asks again. One object; whoever changes it calls `changed()`.

import { get, post } from './api.js';
import { moment } from './blockkit/values.js';

export const state = {
  /** @type {any} workspaces, people and the app */ boot: null,
  /** @type {any} what the person sees */ view: null,
  /** @type {any} channel and messages of the open place */ talk: null,
  mails: [],
  /** @type {any} */ mail: null,
  log: { requests: [], problems: [] },
  faults: [],
  /** @type {any} */ tour: null,
  connected: true,
  viewAskedAt: -1,
  talkAskedAt: -1,
  route: { person: null, place: null, detail: null },
  /** @type {'log'|null} the tool panel; a thread stands in the route */ panel: null,
  sidebarOpen: false,
};

/** This tab's name, kept when it is loaded again: a modal is shown in the tab where it was opened. */
export const TAB = ofTab('tab', String(Math.random()));

/** What this tab remembers; `fresh` if it is new here, or if storage is forbidden. */
function ofTab(key, fresh) {
  try {
    const value = sessionStorage.getItem(key) ?? fresh;
    sessionStorage.setItem(key, value);
    return value;
  } catch {
    return fresh;
  }
}

const watchers = new Set();
let drawing = false;

/** @param {() => void} watcher called once per turn after changes */
export function watch(watcher) {
  watchers.add(watcher);
}

export function changed() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    for (const watcher of watchers) watcher();
  });
}

// --- the route stands in the address, so that two tabs can be two people -------------------------------------------

/** `#/U1/C1`, `#/U1/C1/thread/17.1`, `#/U1/home`, `#/U1/app`, `#/U1/mail/3`, and `#mail` for whoever was last. */
export function readRoute() {
  const [person, place, ...detail] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (person === 'mail') return { person: state.route.person, place: 'mail', detail: place ?? null };
  return { person: person || state.route.person, place: place || null, detail: detail.at(-1) ?? null };
}

export function addressOf({ person = state.route.person, place, detail = null }) {
  const middle = detail && place !== 'mail' ? ['thread'] : [];
  return `#/${[person, place, ...middle, detail].filter(Boolean).map(encodeURIComponent).join('/')}`;
}

export function go(route) {
  location.hash = addressOf(route);
}

// --- names -------------------------------------------------------------------------------------------------------

export const me = () =>
  state.view?.person ?? state.boot?.people.find((person) => person.id === state.route.person) ?? null;
export const channels = () => state.view?.channels ?? [];
export const channelById = (id) => channels().find((channel) => channel.id === id) ?? null;
export const appChannel = () => channels().find((channel) => channel.is_app_dm) ?? null;
export const personById = (id) =>
  state.view?.people.find((person) => person.id === id) ??
    state.boot?.people.find((person) => person.id === id) ??
    null;

/** The conversation that is open: a channel, or the app's Messages tab. */
export function openChannel() {
  return state.route.place === 'app' ? appChannel() : channelById(state.route.place);
}

/** Names for the Block Kit renderer. @type {import('./blockkit/mentions.js').Directory & Record<string, any>} */
export const directory = {
  get me() {
    return state.route.person;
  },
  user: personById,
  channel: channelById,
  open: (id) => go({ place: id }),
  people: () => (state.view?.people ?? []).filter((person) => !person.deleted),
  channels,
  file: (id) => `/demo/file/${id}?person=${state.route.person}`,
};

// --- asking, at most one question of a kind at a time ----------------------------------------------------------------

const underWay = new Map();

async function once(name, ask) {
  if (underWay.has(name)) {
    underWay.get(name).again = true;
    return underWay.get(name).done;
  }
  const job = { again: false, done: null };
  underWay.set(name, job);
  job.done = (async () => {
    do {
      job.again = false;
      await ask();
    } while (job.again);
    underWay.delete(name);
    changed();
  })();
  return job.done;
}

export const refreshView = () =>
  once('view', async () => {
    const { person } = state.route;
    if (!person) return;
    const askedAt = moment();
    const view = await get('state', { person, tab: TAB });
    if (view.ok === false || person !== state.route.person) return;
    Object.assign(state, { view, viewAskedAt: askedAt });
  });

export const refreshTalk = () =>
  once('talk', async () => {
    const { person } = state.route;
    const channel = openChannel();
    if (!person || !channel) {
      state.talk = null;
      return;
    }
    const askedAt = moment();
    const talk = await get('messages', { person, channel: channel.id });
    if (talk.ok === false || person !== state.route.person || openChannel()?.id !== channel.id) return;
    Object.assign(state, { talk: { ...talk, person }, talkAskedAt: askedAt });
  });

export const refreshMails = () =>
  once('mails', async () => {
    state.mails = (await get('mails')).mails ?? [];
  });
export const refreshLog = () =>
  once('log', async () => {
    const log = await get('log');
    if (log.requests) state.log = log;
  });
export const refreshFaults = () =>
  once('faults', async () => {
    state.faults = (await get('faults')).faults ?? [];
  });
export const refreshTour = () =>
  once('tour', async () => {
    state.tour = (await get('tour')).tour ?? null;
  });
export const refreshBoot = () =>
  once('boot', async () => {
    const boot = await get('people');
    if (boot.people) state.boot = boot;
  });

const reported = new Set();

/** Tell the backend's problem list, once per sentence. */
export function reportProblem(text) {
  if (reported.has(text)) return;
  reported.add(text);
  post('problem', { person: state.route.person, method: 'page', text });
}
