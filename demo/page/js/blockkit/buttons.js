// Buttons and overflow menus.

import { h } from '../dom.js';
import { icon } from '../icons.js';
import { menuButton } from '../popup.js';
import { choose, naming, press } from './spot.js';
import { words } from './text.js';

/** A link button opens its address and tells the app of the click, as in Slack. */
export function button(spot) {
  const { element } = spot;
  const props = {
    ...naming(spot),
    'aria-required': undefined,
    class: `button ${element.style ?? ''}`.trim(),
    'aria-label': element.accessibility_label,
    'data-action': spot.actionId,
  };
  const face = words(element.text);
  const mark = (busy) => {
    node.classList.toggle('busy', busy);
    node.setAttribute('aria-busy', String(busy));
  };
  const node = element.url
    ? h(
      'a',
      {
        ...props,
        href: element.url,
        target: '_blank',
        rel: 'noopener noreferrer',
        onclick: () => press(spot, mark),
      },
      face,
      icon('sent'),
    )
    : h('button', { ...props, type: 'button', onclick: () => press(spot, mark) }, face);
  return node;
}

export function overflow(spot) {
  const items = () =>
    spot.element.options.map((option) => ({
      text: words(option.text),
      hint: words(option.description),
      run: () => {
        if (option.url) window.open(option.url, '_blank', 'noopener');
        choose(spot, { selected_option: option });
      },
    }));
  const { id, 'data-focus': focus } = naming(spot);
  return menuButton({
    label: spot.name ?? 'More options',
    face: [icon('more')],
    items,
    className: 'button overflow',
    end: true,
    props: { id, 'data-focus': focus },
  });
}
