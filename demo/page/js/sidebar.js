// The left side: the workspace, its channels and direct messages with unread marks, and the app.

import * as acting from './acting.js';
import { h } from './dom.js';
import { canBe, face } from './faces.js';
import { icon } from './icons.js';
import { menuButton } from './popup.js';
import { addressOf, appChannel, channels, go, me, personById, state } from './state.js';

function unreadWords(count) {
  return count ? `, ${count} unread ${count === 1 ? 'message' : 'messages'}` : '';
}

/** @param {{name: string, place: string, mark: Node, unread?: number, faint?: boolean, current?: boolean}} row */
function row({ name, place, mark, unread = 0, faint = false, current = state.route.place === place }) {
  const classes = ['row', unread && 'unread', faint && 'faint-row'].filter(Boolean).join(' ');
  return h(
    'li',
    {},
    h(
      'a',
      {
        class: classes,
        href: addressOf({ place }),
        'aria-current': current ? 'page' : undefined,
        'aria-label': `${name}${unreadWords(unread)}`,
        'data-focus': `row-${place}`,
      },
      mark,
      h('span', { class: 'row-name' }, name),
      unread ? h('span', { class: 'badge', 'aria-hidden': 'true' }, unread) : null,
    ),
  );
}

function channelRow(channel) {
  const mark = icon(channel.kind === 'private' ? 'lock' : 'hash');
  return row({
    name: channel.name,
    place: channel.id,
    mark,
    unread: channel.unread,
    faint: !channel.is_member || channel.archived,
  });
}

function personRow(channel) {
  const other = personById(channel.with);
  return row({
    name: channel.name,
    place: channel.id,
    mark: face(other, 'tiny'),
    unread: channel.unread,
    faint: other?.deleted,
  });
}

/** The app opens on its messages when there are new ones, else on its Home tab. */
function appRow() {
  const { app } = state.boot;
  const unread = appChannel()?.unread ?? 0;
  const place = app.home_tab && !unread ? 'home' : 'app';
  const current = ['home', 'app'].includes(state.route.place);
  return row({
    name: app.name,
    place,
    mark: face({ is_bot: true, color: app.color }, 'tiny'),
    unread,
    current,
  });
}

function group(title, rows, extra = null) {
  return h(
    'section',
    { class: 'group' },
    h('div', { class: 'group-head' }, h('h2', {}, title), extra),
    h('ul', { 'aria-label': title }, rows),
  );
}

function newMessageMenu() {
  const others = (state.view?.people ?? []).filter(
    (person) => !person.is_bot && !person.deleted && person.id !== state.route.person,
  );
  return menuButton({
    label: 'New direct message',
    face: [icon('plus')],
    items: () =>
      others.map((person) => ({
        text: person.name,
        hint: person.title,
        run: async () => {
          const answer = await acting.openDm(person.id);
          if (answer.channel) go({ place: answer.channel });
        },
      })),
  });
}

function workspaceHead() {
  const { workspaces, people } = state.boot;
  const here = state.view?.workspace ?? workspaces[0];
  const name = here?.name ?? 'Workspace';
  if (workspaces.length < 2) {
    return h('div', { class: 'workspace' }, h('span', { class: 'workspace-name' }, name));
  }
  const enter = (workspace) => {
    const mine = people.filter((person) => person.team_id === workspace.id && canBe(person));
    go({ person: (mine.find((person) => person.role === me()?.role) ?? mine[0])?.id, place: null });
  };
  return h(
    'div',
    { class: 'workspace' },
    menuButton({
      label: `Workspace: ${name}`,
      className: 'workspace-button',
      face: [h('span', { class: 'workspace-name' }, name), icon('down')],
      items: () =>
        workspaces.map((workspace) => ({
          text: workspace.name,
          checked: workspace.id === here?.id,
          run: () => enter(workspace),
        })),
    }),
  );
}

export function sidebarSignature() {
  const rows = channels().map(({ id, name, unread, kind, is_member: member, archived }) => [
    id,
    name,
    unread,
    kind,
    member,
    archived,
  ]);
  return JSON.stringify([
    state.route.person,
    state.route.place,
    state.view?.workspace,
    rows,
    state.view?.people,
    state.boot?.workspaces,
    state.boot?.app,
  ]);
}

export function sidebar() {
  if (!state.view) return [h('div', { class: 'loading', role: 'status' }, 'Loading…')];
  const rooms = channels().filter((channel) => channel.kind !== 'dm');
  const mine = rooms.filter((channel) => channel.is_member && !channel.archived);
  const others = rooms.filter((channel) => !mine.includes(channel));
  const people = channels().filter((channel) => channel.kind === 'dm' && !channel.is_app_dm);
  return [
    workspaceHead(),
    group('Apps', [appRow()]),
    group('Channels', mine.map(channelRow)),
    others.length ? group('Other channels', others.map(channelRow)) : null,
    group('Direct messages', people.map(personRow), newMessageMenu()),
  ];
}
