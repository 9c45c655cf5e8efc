// The file input of a modal: press, or drop files on it. The backend keeps the files; here stand their names.

import { h } from '../dom.js';
import { icon } from '../icons.js';
import { naming, valueOf } from './spot.js';

const MEGABYTES = 1_048_576;
const LARGEST = 10 * MEGABYTES;

/** "12 bytes", "3.4 KB", "1.2 MB". */
export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < MEGABYTES) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / MEGABYTES).toFixed(1)} MB`;
}

function refusal(files, element) {
  if (files.length > (element.max_files ?? 10)) {
    return `At most ${element.max_files ?? 10} files can be added.`;
  }
  const large = files.find((file) => file.size > LARGEST);
  if (large) return `${large.name} is larger than 10 MB.`;
  const kinds = element.filetypes;
  const foreign = kinds && files.find((file) => !kinds.includes(file.name.split('.').at(-1).toLowerCase()));
  return foreign ? `${foreign.name} is not of the kind that is asked for (${kinds.join(', ')}).` : null;
}

export function fileInput(spot) {
  const { element, surface } = spot;
  const names = h('ul', { class: 'file-names' });
  const refused = h('div', { class: 'field-error', role: 'alert', hidden: true });
  const input = h('input', {
    ...naming(spot),
    type: 'file',
    class: 'file-field',
    multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((kind) => `.${kind}`).join(','),
    onchange: () => take([...input.files]),
  });
  const show = (files) =>
    names.replaceChildren(
      ...files.map((file) =>
        h(
          'li',
          {},
          icon('file'),
          file.name ?? file.id,
          file.size === undefined ? null : h('span', { class: 'faint' }, sizeInWords(file.size)),
        )
      ),
    );
  async function take(files) {
    const reason = refusal(files, element);
    refused.textContent = reason ?? '';
    refused.hidden = !reason;
    if (reason || !files.length) return;
    show(files);
    const held = [...(valueOf(spot).files ?? []), ...files.map(({ name, size }) => ({ name, size }))];
    surface.values.set(spot.blockId, spot.actionId, { files: held });
    const answer = await surface.track(spot, surface.backend.upload(spot.place, files));
    if (answer.ok === false) {
      refused.textContent = answer.error;
      refused.hidden = false;
    }
  }
  show(valueOf(spot).files ?? []);
  return h(
    'div',
    {
      class: 'file-drop',
      ondragover: (event) => {
        event.preventDefault();
        event.stopPropagation();
      },
      ondrop: (event) => {
        event.preventDefault();
        event.stopPropagation();
        take([...event.dataTransfer.files]);
      },
    },
    h('div', { class: 'file-row' }, icon('clip'), input),
    names,
    refused,
  );
}
