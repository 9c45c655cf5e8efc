// The app's modals: a stack of views of which the top one is shown, with its form, its errors and its way back.

import * as acting from './acting.js';
import { checkForm } from './blockkit/check.js';
import { renderBlocks } from './blockkit/render.js';
import { words } from './blockkit/text.js';
import { announce, focusable, h } from './dom.js';
import { face } from './faces.js';
import { icon } from './icons.js';
import { popLayer, pushLayer } from './layers.js';
import { state } from './state.js';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** One view of the stack: its form stays as it is while another view lies on it. */
class Sheet {
  constructor(view) {
    this.view = view;
    this.mine = {};
    this.outdated = null;
    this.sending = false;
    this.surface = acting.surfaceAt('modal', { view: view.id });
    this.blocks = h('div', { class: 'dialog-body modal-blocks' });
    this.title = h('h2', { class: 'dialog-title', id: `title-${view.id}` });
    this.notice = h('div', { class: 'modal-notice', role: 'alert', hidden: true });
    this.back = h('button', {
      type: 'button',
      class: 'button',
      'data-focus': 'modal-close',
      onclick: () => this.close(false),
    });
    this.send = h('button', { type: 'submit', class: 'button primary', 'data-focus': 'modal-submit' });
    this.node = h(
      'form',
      {
        class: 'dialog',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': this.title.id,
        tabindex: '-1',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.submit();
        },
        onkeydown: (event) => this.#key(event),
      },
      h(
        'div',
        { class: 'dialog-head' },
        face({ is_bot: true, color: state.boot.app.color }, 'small'),
        this.title,
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': 'Dismiss',
            title: 'Close all',
            onclick: () => this.close(true),
          },
          icon('close'),
        ),
      ),
      this.notice,
      this.blocks,
      h('div', { class: 'dialog-foot' }, this.back, this.send),
    );
  }

  #key(event) {
    if (
      event.key === 'Enter' &&
      (event.ctrlKey || event.metaKey) &&
      !event.defaultPrevented &&
      this.view.submit
    ) {
      event.preventDefault();
      this.submit();
    }
  }

  async close(all) {
    await this.surface.flush();
    await acting.close(this.view.id, all);
  }

  async submit() {
    if (!this.view.submit || this.sending || this.view.busy) return;
    const { errors, first } = checkForm(this.view.blocks, this.surface.values);
    this.mine = errors;
    this.outdated = first ? JSON.stringify(this.view.errors) : null;
    if (first) {
      this.draw(this.view);
      this.#toFirstError(first);
      return;
    }
    this.sending = true;
    this.draw(this.view);
    await this.surface.flush();
    await acting.submit(this.view.id);
    this.sending = false;
    this.draw(this.view);
  }

  #toFirstError(sentence) {
    announce(sentence, 'assertive');
    const field = this.blocks.querySelector('.input.invalid');
    (focusable(field ?? this.blocks)[0] ?? this.node).focus();
  }

  draw(view) {
    const before = this.view;
    this.view = view;
    const theirs = JSON.stringify(view.errors) === this.outdated ? {} : view.errors;
    const errors = { ...theirs, ...this.mine };
    const busy = view.busy || this.sending;
    this.title.textContent = words(view.title);
    this.notice.hidden = !view.notice;
    this.notice.textContent = view.notice ? words(view.notice) || TROUBLE : '';
    const depth = state.view?.modals.length ?? 1;
    this.back.textContent = words(view.close) || (depth > 1 ? 'Back' : view.submit ? 'Cancel' : 'Close');
    this.send.hidden = !view.submit;
    this.send.replaceChildren(words(view.submit));
    this.send.classList.toggle('busy', busy);
    this.send.setAttribute('aria-busy', String(busy));
    this.node.classList.toggle('sending', busy);
    renderBlocks(this.blocks, view.blocks, this.surface, {
      state: view.state?.values,
      errors,
      warnings: view.warnings,
      askedAt: state.viewAskedAt,
    });
    const [first] = Object.values(view.errors ?? {});
    if (first && JSON.stringify(view.errors) !== JSON.stringify(before.errors)) this.#toFirstError(first);
  }

  /** Where the keyboard goes when the view appears: as the app wishes, else to a form's first field if it comes first. */
  enter() {
    const wished = this.view.blocks
      .map((block) => [
        block,
        [block.element, block.accessory, ...(block.elements ?? [])].find((e) => e?.focus_on_load),
      ])
      .find(([, element]) => element);
    const wishedNode = wished &&
      focusable(
        this.blocks.querySelector(`[data-block="${CSS.escape(wished[0].block_id)}"]`) ?? this.blocks,
      )[0];
    const [first] = focusable(this.blocks);
    (wishedNode ?? (first?.closest('.block-input') ? first : this.node)).focus();
  }
}

/** @type {Map<string, Sheet>} */
const sheets = new Map();
let layer = null;

function layerFor() {
  const node = h('div', { class: 'layer modal-layer' });
  pushLayer(node, () => sheets.get(state.view?.modals.at(-1)?.id)?.close(false));
  return node;
}

/** Bring the dialog to the person's stack of views. */
export function drawModals() {
  const stack = state.view?.modals ?? [];
  for (const id of sheets.keys()) if (!stack.some((view) => view.id === id)) sheets.delete(id);
  const top = stack.at(-1);
  if (!top) {
    if (layer) popLayer(layer);
    layer = null;
    return;
  }
  layer ??= layerFor();
  if (!sheets.has(top.id)) sheets.set(top.id, new Sheet(top));
  const sheet = sheets.get(top.id);
  const appears = layer.firstChild !== sheet.node;
  if (appears) layer.replaceChildren(sheet.node);
  if (top !== sheet.view) forgetOwnErrors(sheet, top);
  sheet.draw(top);
  if (appears) sheet.enter();
}

/** What this page complained of is over once the app brings other blocks. */
function forgetOwnErrors(sheet, view) {
  if (JSON.stringify(sheet.view.blocks) !== JSON.stringify(view.blocks)) sheet.mine = {};
}
