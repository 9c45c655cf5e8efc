// The strip on top: who you are at the moment, the mailbox, the requests, light or dark.

import { h } from './dom.js';
import { canBe, face, roleInWords } from './faces.js';
import { icon } from './icons.js';
import { menuButton } from './popup.js';
import { addressOf, changed, go, me, state } from './state.js';
import { isDark, switchTheme } from './theme.js';
import { startTour } from './tour.js';

function peopleToBe() {
  const several = state.boot.workspaces.length > 1;
  return state.boot.workspaces.flatMap((workspace) => [
    { heading: several ? `View as, in ${workspace.name}` : 'View as' },
    ...state.boot.people
      .filter((person) => person.team_id === workspace.id)
      .filter(canBe)
      .map(personItem),
    ...(workspace === state.boot.workspaces.at(-1) ? strangers() : []),
  ]);
}

/** People of other organisations have no workspace of their own here. */
function strangers() {
  const teams = new Set(state.boot.workspaces.map((workspace) => workspace.id));
  return state.boot.people.filter((person) => canBe(person) && !teams.has(person.team_id)).map(personItem);
}

function personItem(person) {
  return {
    text: person.name,
    hint: roleInWords(person),
    checked: person.id === state.route.person,
    run: () => go({ person: person.id, place: keepPlace(), detail: null }),
  };
}

/** The mailbox and the app's tabs exist for everybody; a channel may not. */
function keepPlace() {
  const { place } = state.route;
  return ['mail', 'home', 'app'].includes(place) ||
      state.view?.channels.some((channel) => channel.id === place && !channel.with)
    ? place
    : null;
}

function personButton() {
  const person = me();
  if (!person) return null;
  return menuButton({
    label: `View as: ${person.name}, ${roleInWords(person)}`,
    className: 'person-button',
    end: true,
    items: peopleToBe,
    face: [
      face(person, 'small'),
      h('span', { class: 'person-words' }, h('b', {}, person.name), h('span', {}, roleInWords(person))),
      icon('down'),
    ],
  });
}

function mailLink() {
  const unseen = state.mails.filter((mail) => !mail.seen).length;
  return h(
    'a',
    {
      class: 'tool',
      href: addressOf({ place: 'mail' }),
      'aria-current': state.route.place === 'mail' ? 'page' : undefined,
      'aria-label': unseen ? `Mailbox, ${unseen} new` : 'Mailbox',
      title: 'Mailbox',
    },
    icon('mail'),
    h('span', { class: 'tool-words' }, 'Mailbox'),
    unseen ? h('span', { class: 'badge' }, unseen) : null,
  );
}

function logButton() {
  const problems = state.log.problems.length;
  return h(
    'button',
    {
      type: 'button',
      class: problems ? 'tool alarming' : 'tool',
      'aria-pressed': String(state.panel === 'log'),
      title: 'Requests, problems and faults',
      'aria-label': problems
        ? `Requests, ${problems} ${problems === 1 ? 'problem' : 'problems'}`
        : 'Requests',
      'data-focus': 'log',
      onclick: () => {
        state.panel = state.panel ? null : 'log';
        changed();
      },
    },
    icon('pulse'),
    h('span', { class: 'tool-words' }, 'Requests'),
    problems ? h('span', { class: 'badge' }, problems) : null,
  );
}

function themeButton() {
  const name = isDark() ? 'Light colours' : 'Dark colours';
  return h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': name,
      title: name,
      'data-focus': 'theme',
      onclick: () => {
        switchTheme();
        changed();
      },
    },
    icon(isDark() ? 'sun' : 'moon'),
  );
}

function tourButton() {
  if (!state.boot.tour || state.tour) return null;
  return h(
    'button',
    {
      type: 'button',
      class: 'tool',
      title: 'Start the tour',
      'aria-label': 'Start the tour',
      onclick: startTour,
    },
    icon('flag'),
    h('span', { class: 'tool-words' }, 'Tour'),
  );
}

function sidebarButton() {
  return h(
    'button',
    {
      type: 'button',
      class: 'icon-button only-narrow',
      'aria-label': 'Channels',
      'aria-expanded': String(state.sidebarOpen),
      'aria-controls': 'sidebar',
      'data-focus': 'sidebar',
      onclick: () => {
        state.sidebarOpen = !state.sidebarOpen;
        changed();
      },
    },
    icon('menu'),
  );
}

const unreadElsewhere = () =>
  (state.view?.channels ?? []).some((channel) => channel.unread && channel.id !== state.route.place);

/** What the strip shows; it is drawn anew only when this changes. */
export function topbarSignature() {
  return JSON.stringify([
    state.route,
    state.panel,
    state.sidebarOpen,
    state.connected,
    isDark(),
    me(),
    state.log.problems.length,
    unreadElsewhere(),
    state.mails.filter((mail) => !mail.seen).length,
    state.boot?.people.length,
    state.boot?.tour,
    Boolean(state.tour),
  ]);
}

export function topbar() {
  return [
    sidebarButton(),
    unreadElsewhere()
      ? h('span', { class: 'only-narrow unread-dot', role: 'img', 'aria-label': 'Unread messages' })
      : null,
    h(
      'span',
      { class: 'brand' },
      h('b', {}, 'Demo workspace'),
      h('span', { class: 'brand-hint' }, 'a local stand-in for Slack'),
    ),
    state.connected ? null : h('span', { class: 'offline', role: 'status' }, 'Reconnecting…'),
    h('span', { class: 'stretch' }),
    tourButton(),
    mailLink(),
    logButton(),
    themeButton(),
    personButton(),
  ];
}
