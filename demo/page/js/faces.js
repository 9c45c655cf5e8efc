// Faces of people and the app: initials on a colour, and how a role is called.

import { h } from './dom.js';
import { icon } from './icons.js';

const ROLES = {
  admin: 'Administrator',
  manager: 'Hiring manager',
  member: 'Member',
  guest: 'Guest',
  stranger: 'From another organisation',
  app: 'App',
  deactivated: 'Deactivated',
};

/** Another of the role's people (manager2) is called as the first. */
export function roleInWords(person) {
  return ROLES[person.role?.replace(/\d+$/, '')] ?? person.title ?? '';
}

/** Whether one may look through this person's eyes. */
export function canBe(person) {
  return !person.deleted && !person.is_bot && !['app', 'deactivated'].includes(person.role);
}

export function face(person, size = '') {
  const app = person?.is_bot || person?.role === 'app';
  const node = h(
    'span',
    { class: `face ${size} ${app ? 'face-app' : ''}`, 'aria-hidden': 'true' },
    app ? icon('people') : (person?.initials ?? '?'),
  );
  node.style.setProperty('--face', person?.color ?? '#667');
  return node;
}
