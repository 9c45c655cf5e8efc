// Speaking with the stand-in: JSON over HTTP, and its stream of changes. Every answer is an object; nothing is thrown.

const UNREACHABLE = { ok: false, error: 'The demo does not answer. Is it still running?' };

async function answerOf(request) {
  try {
    const response = await request;
    const body = await response.json();
    return response.ok
      ? body
      : { ok: false, error: body.error ?? `The demo answered ${response.status}.`, status: response.status };
  } catch {
    return UNREACHABLE;
  }
}

/** @param {string} path below /demo @param {Record<string, string>} [query] */
export function get(path, query) {
  const end = query ? `?${new URLSearchParams(query)}` : '';
  return answerOf(fetch(`/demo/${path}${end}`, { cache: 'no-store' }));
}

export function post(path, body = {}) {
  return answerOf(
    fetch(`/demo/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Demo': '1' },
      body: JSON.stringify(body),
    }),
  );
}

/** @param {Record<string, string|undefined>} fields @param {File[]} files */
export function upload(fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  for (const file of files) form.append('file', file, file.name);
  return answerOf(fetch('/demo/upload', { method: 'POST', headers: { 'X-Demo': '1' }, body: form }));
}

/** The text of an address, for a mail's source. */
export async function text(path) {
  try {
    return await (await fetch(`/demo/${path}`, { cache: 'no-store' })).text();
  } catch {
    return UNREACHABLE.error;
  }
}

/**
 * @param {(topics: string[]) => void} onChange an empty list after a connection was made (anew): fetch everything
 * @param {(connected: boolean) => void} onLine
 */
export function listen(onChange, onLine) {
  const stream = new EventSource('/demo/events');
  stream.addEventListener('hello', () => {
    onLine(true);
    onChange([]);
  });
  stream.addEventListener('change', (event) => onChange(JSON.parse(event.data).topics ?? []));
  stream.addEventListener('error', () => onLine(false));
  return stream;
}
