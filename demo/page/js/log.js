// The panel for the curious: every request between the app and the stand-in, what was wrong with them, and faults to switch on.

import { post } from './api.js';
import { clockTime } from './blockkit/dates.js';
import { find, h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { orNotice } from './notices.js';
import { changed, refreshFaults, state } from './state.js';

const TABS = ['Requests', 'Problems', 'Faults'];
let tab = 'Requests';

const clock = (seconds) => clockTime(new Date(seconds * 1000), true);
const isFine = (request) =>
  request.answer === 'ok' || (request.status >= 200 && request.status < 300 && !request.answer);

function requestRow(request) {
  const out = request.direction === 'out';
  return h(
    'li',
    { class: isFine(request) ? 'request' : 'request failed' },
    h(
      'span',
      { class: out ? 'way way-out' : 'way', title: out ? 'Slack → app' : 'app → Slack' },
      out ? '→ app' : '← app',
    ),
    h('span', { class: 'request-method' }, request.method),
    h('span', { class: 'request-answer' }, request.answer || request.status),
    h(
      'span',
      { class: 'request-facts faint' },
      [
        clock(request.at),
        request.scope,
        request.tier && `tier ${request.tier}`.replace('tier special', 'special tier'),
        `${Math.round(request.duration_ms * 10) / 10} ms`,
        request.detail,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}

function problemRow(problem) {
  return h(
    'li',
    { class: 'problem' },
    icon('warning'),
    h(
      'div',
      {},
      h('b', {}, problem.method),
      h('div', {}, problem.text),
      problem.at ? h('span', { class: 'faint' }, clock(problem.at)) : null,
    ),
  );
}

async function setFault(name, on, value) {
  orNotice(await post('faults', { name, on, value }));
  refreshFaults();
}

function faultRow(fault) {
  const id = `fault-${fault.name}`;
  const value = fault.kind === 'switch' ? null : h('input', {
    class: 'field',
    type: fault.kind === 'number' ? 'number' : 'text',
    value: fault.value ?? '',
    'aria-label': `${fault.label}: value`,
    onchange: (event) => setFault(fault.name, true, valueOf(event.target)),
  });
  const box = h('input', {
    type: 'checkbox',
    role: 'switch',
    id,
    checked: fault.on,
    'data-focus': id,
    onchange: () => setFault(fault.name, box.checked, value ? valueOf(value) : null),
  });
  return h('li', { class: 'fault' }, box, h('label', { for: id }, fault.label), value);
}

function valueOf(field) {
  if (field.value === '') return null;
  return field.type === 'number' ? Number(field.value) : field.value;
}

const CONTENT = {
  Requests: () => [state.log.requests, requestRow, (request) => `${request.n}`, 'No request yet.'],
  Problems: () => [
    state.log.problems,
    problemRow,
    (problem) => `${problem.at} ${problem.text}`,
    'No problems. The app follows Slack’s rules.',
  ],
  Faults: () => [state.faults, faultRow, (fault) => fault.name, 'This demo offers no faults.'],
};

function tabButton(name) {
  const count = name === 'Problems' ? state.log.problems.length : 0;
  return h(
    'button',
    {
      type: 'button',
      class: 'tab',
      role: 'tab',
      'aria-selected': String(tab === name),
      tabindex: tab === name ? '0' : '-1',
      'data-focus': `log-${name}`,
      onclick: () => {
        tab = name;
        changed();
      },
    },
    name,
    count ? h('span', { class: 'badge alarming' }, count) : null,
  );
}

function steer(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  tab = TABS.at((TABS.indexOf(tab) + by) % TABS.length);
  changed();
  queueMicrotask(() => find(`[data-focus="log-${tab}"]`)?.focus());
}

/** Show the problems at once, from the red strip on top. */
export function showProblems() {
  tab = 'Problems';
  state.panel = 'log';
  changed();
}

/** Keeps the panel. */
export class Log {
  constructor() {
    this.id = 'log';
    this.tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Requests', onkeydown: steer });
    this.list = h('ul', { class: 'log-list', role: 'tabpanel', tabindex: '0' });
    const shut = () => {
      state.panel = null;
      changed();
      find('[data-focus="log"]')?.focus();
    };
    this.node = h(
      'div',
      { class: 'panel-inner', onkeydown: (event) => event.key === 'Escape' && shut() },
      h(
        'div',
        { class: 'panel-head' },
        this.tabs,
        h('span', { class: 'stretch' }),
        h(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Close requests', onclick: shut },
          icon('close'),
        ),
      ),
      this.list,
    );
    refreshFaults();
  }

  enter() {
    this.tabs.querySelector('[aria-selected="true"]')?.focus();
  }

  draw() {
    reconcile(
      this.tabs,
      TABS.map((name) => ({
        key: name,
        signature: JSON.stringify([tab === name, state.log.problems.length]),
        make: () => tabButton(name),
      })),
    );
    const [rows, make, key, none] = CONTENT[tab]();
    this.list.setAttribute('aria-label', tab);
    const items = rows.map((each, index) => ({
      key: `${tab} ${key(each)} ${tab === 'Problems' ? rows.length - index : ''}`,
      signature: JSON.stringify(each),
      make: () => make(each),
    }));
    reconcile(
      this.list,
      items.length
        ? items
        : [{ key: `none ${tab}`, signature: '', make: () => h('li', { class: 'empty' }, none) }],
    );
  }
}

let dismissed = 0;

/** The red strip: what the app did against the rules is not to be overlooked. */
export function alarm() {
  const { problems } = state.log;
  if (problems.length < dismissed) dismissed = 0;
  if (problems.length <= dismissed) return [];
  return [
    {
      key: 'alarm',
      signature: JSON.stringify([problems.length, problems[0]]),
      make: () =>
        h(
          'div',
          { class: 'alarm', role: 'alert' },
          icon('warning'),
          h(
            'span',
            { class: 'alarm-words' },
            h('b', {}, problems.length === 1 ? '1 problem: ' : `${problems.length} problems: `),
            `${problems[0].method}: ${problems[0].text}`,
          ),
          h('button', { type: 'button', class: 'button', onclick: showProblems }, 'Show problems'),
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': 'Dismiss problems',
              onclick: () => {
                dismissed = problems.length;
                changed();
              },
            },
            icon('close'),
          ),
        ),
    },
  ];
}
