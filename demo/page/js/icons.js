// The page's own line icons: a few strokes each on a 20 × 20 field, in the colour of the text around them.

const STROKES = {
  hash: ['M7.5 3 5.5 17', 'M14.5 3l-2 14', 'M3.5 7.5h14', 'M2.5 12.5h14'],
  lock: ['M5 9h10v8H5z', 'M7 9V6.5a3 3 0 0 1 6 0V9'],
  menu: ['M3 5.5h14', 'M3 10h14', 'M3 14.5h14'],
  close: ['M5 5l10 10', 'M15 5 5 15'],
  back: ['M12.5 4.5 7 10l5.5 5.5'],
  down: ['M5.5 8l4.5 4.5L14.5 8'],
  more: ['M10 4.6v.01', 'M10 10v.01', 'M10 15.4v.01'],
  send: ['M3.5 16.5 17 10 3.5 3.5 5.5 10z', 'M5.5 10H11'],
  plus: ['M10 4v12', 'M4 10h12'],
  clip: ['M14.5 8.5l-5.6 5.6a2.6 2.6 0 0 1-3.7-3.7l6-6a1.8 1.8 0 0 1 2.6 2.6l-5.7 5.7'],
  file: ['M5.5 2.5h6l3.5 3.5v11.5h-9.5z', 'M11.5 2.5v3.5H15', 'M8 10.5h4.5', 'M8 13.5h4.5'],
  mail: ['M3 5h14v10.5H3z', 'M3.5 6l6.5 5 6.5-5'],
  pulse: ['M2.5 10.5h3.5l2.5-6 3.5 11 2.5-5h3'],
  sun: [
    'M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4',
    'M10 2v1.5',
    'M10 16.5V18',
    'M2 10h1.5',
    'M16.5 10H18',
    'M4.3 4.3l1.1 1.1',
    'M14.6 14.6l1.1 1.1',
    'M4.3 15.7l1.1-1.1',
    'M14.6 5.4l1.1-1.1',
  ],
  moon: ['M15.5 12A6.2 6.2 0 0 1 8 4.5a6.2 6.2 0 1 0 7.5 7.5z'],
  reply: ['M3.5 4.5h13v8.5h-7L6 16v-3H3.5z'],
  warning: ['M10 3.2 17.5 16.5h-15z', 'M10 8v4', 'M10 14.2v.01'],
  check: ['M4 10.5l4 4 8-9'],
  info: ['M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4', 'M10 9v4.5', 'M10 6.3v.01'],
  eye: ['M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5z', 'M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4'],
  people: [
    'M7.5 4a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 0 0 7.5 4',
    'M2.5 16c.3-3 2.3-4.5 5-4.5s4.7 1.5 5 4.5',
    'M13 4.5a2.5 2.5 0 0 1 0 4.7',
    'M14.3 11.8c1.8.5 2.9 1.9 3.2 4.2',
  ],
  sent: ['M4 16 16 4', 'M7 4h9v9'],
  flag: ['M5 17.5V3', 'M5 3.5h10l-2.5 3.5 2.5 3.5H5'],
  bolt: ['M11.5 2.5 4.5 11.5H10l-1.5 6 7-9H10z'],
  star: ['M10 3l2 4.6 5 .4-3.8 3.2 1.2 4.8L10 13.4 5.6 16l1.2-4.8L3 8l5-.4z'],
};

const SVG = 'http://www.w3.org/2000/svg';

/** @param {keyof typeof STROKES} name @returns {SVGElement} an icon that screen readers pass over */
export function icon(name) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 20 20');
  drawing.setAttribute('class', `icon icon-${name}`);
  drawing.setAttribute('aria-hidden', 'true');
  for (const stroke of STROKES[name] ?? []) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', stroke);
    drawing.append(path);
  }
  return drawing;
}
