// One element at its place on a surface: its names, its value, and what happens when a person uses it.

import { freshId } from '../dom.js';
import { ask } from '../layers.js';
import { textObject, words } from './text.js';
import { Values } from './values.js';

const TYPING_PAUSE = 180;

/**
 * @typedef {object} Backend how one surface speaks to the stand-in; each answers {ok, error?}
 * @property {(place: any) => Promise<any>} click
 * @property {(place: any, value: any) => Promise<any>} choose
 * @property {(place: any, value: any, enter: boolean) => Promise<any>} type
 * @property {(place: any, typed: string) => Promise<any>} options
 * @property {(place: any, files: File[]) => Promise<any>} upload
 */

/** A message, a modal's view or the Home tab: what its blocks need to be drawn and to act. */
export class Surface {
  #waiting = new Map();
  #underWay = new Set();
  /** @type {(what: string, json: any, reason?: string) => Element} what stands in an undrawable thing's place */
  cannotDraw;
  /** @type {Record<string, string>|undefined} by block */
  errors;
  /** @type {any[]|undefined} */
  warnings;

  /** @param {{kind: 'message'|'modal'|'home', directory: any, backend: Backend, report: (text: string) => void}} given */
  constructor({ kind, directory, backend, report }) {
    this.kind = kind;
    this.directory = directory;
    this.backend = backend;
    this.report = report;
    this.id = freshId(kind);
    this.values = new Values();
  }

  /** Keep typed text here and tell the backend after a short pause. */
  typed(spot, value) {
    this.values.set(spot.blockId, spot.actionId, value);
    clearTimeout(this.#waiting.get(spot.id)?.timer);
    const timer = setTimeout(() => this.#send(spot.id), TYPING_PAUSE);
    this.#waiting.set(spot.id, { timer, spot, value });
  }

  #send(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.track(
      waiting.spot,
      this.backend.type(waiting.spot.place, waiting.value, false),
      () => !this.#waiting.has(id),
    );
  }

  /** Watch a request that carries a value, so that nothing older overwrites it. */
  track(spot, request, newest = () => true) {
    const watched = request.then((answer) => {
      if (newest()) this.values.settle(spot.blockId, spot.actionId);
      return answer;
    });
    this.#underWay.add(watched);
    watched.finally(() => this.#underWay.delete(watched));
    return watched;
  }

  /** Everything typed has reached the backend: before a click or a submission. */
  async flush() {
    for (const id of [...this.#waiting.keys()]) this.#send(id);
    await Promise.allSettled([...this.#underWay]);
  }
}

/**
 * @param {Surface} surface
 * @param {any} block the block the element stands in
 * @param {any} element
 * @param {{labelled?: boolean, describedBy?: string, optional?: boolean, name?: string}} [more] `labelled`: a <label for> names it
 */
export function spotOf(surface, block, element, more = {}) {
  const actionId = element.action_id ?? element.type;
  const blockId = block.block_id ?? '';
  const id = `${surface.id}-${blockId}-${actionId}`.replace(/[^\w-]/g, '_');
  return {
    surface,
    block,
    element,
    blockId,
    actionId,
    id,
    place: { block_id: blockId, action_id: actionId },
    ...more,
  };
}

/** The attributes that name a control and let focus find its successor after an update. */
export function naming(spot) {
  return {
    id: spot.id,
    'data-focus': spot.id,
    'aria-label': spot.labelled
      ? undefined
      : (spot.name ?? (words(spot.element.placeholder) || spot.element.type.replaceAll('_', ' '))),
    'aria-describedby': spot.describedBy || undefined,
    'aria-invalid': spot.invalid ? 'true' : undefined,
    'aria-required': spot.labelled && !spot.optional ? 'true' : undefined,
  };
}

export function valueOf(spot) {
  return spot.surface.values.get(spot.blockId, spot.element);
}

/** @returns {Promise<boolean>} true when there is nothing to confirm or the person did */
export function confirmed(spot) {
  const question = spot.element.confirm;
  if (!question) return Promise.resolve(true);
  return ask({
    title: words(question.title),
    body: textObject(question.text, spot.surface),
    danger: question.style === 'danger',
    yes: words(question.confirm) || 'Yes',
    no: words(question.deny) || 'Cancel',
  });
}

/**
 * Press a button: what was typed elsewhere goes first. `mark` sees whether it is under way.
 * @param {any} spot
 * @param {(underWay: boolean) => void} [mark]
 */
export async function press(spot, mark = () => {}) {
  if (!(await confirmed(spot))) return;
  mark(true);
  try {
    await spot.surface.flush();
    await spot.surface.backend.click(spot.place);
  } finally {
    mark(false);
  }
}

/** Choose a value of a select, date, box or overflow. @returns {Promise<boolean>} false when the person said no */
export async function choose(spot, value) {
  if (spot.element.confirm && !(await confirmed(spot))) return false;
  spot.surface.values.set(spot.blockId, spot.actionId, value);
  await spot.surface.flush();
  await spot.surface.track(spot, spot.surface.backend.choose(spot.place, value));
  return true;
}

/** Enter in a text input that acts on it. */
export function typedEnter(spot, value) {
  spot.surface.values.set(spot.blockId, spot.actionId, value);
  return spot.surface.track(spot, spot.surface.backend.type(spot.place, value, true));
}
