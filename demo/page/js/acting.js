// What a person does, as requests to the stand-in.

import { post, upload } from './api.js';
import { newSurface } from './blockkit/render.js';
import { orNotice } from './notices.js';
import { directory, refreshTalk, refreshView, reportProblem, state, TAB } from './state.js';

const who = () => ({ person: state.route.person, tab: TAB });

/** After a deed ask at once, without waiting for the stream to say so. */
async function act(path, body) {
  const answer = await post(path, { ...who(), ...body });
  refreshView();
  refreshTalk();
  return answer;
}

export const say = (channel, text, thread) =>
  act('say', { channel, text, ...(thread ? { thread_ts: thread } : {}) });
/** What the app has against a form stands in the form; only what does not is told apart from it. */
export async function submit(id) {
  const answer = await act('submit', { view: id });
  await refreshView();
  const view = state.view?.modals.find((each) => each.id === id);
  if (!view?.notice && !Object.keys(view?.errors ?? {}).length) orNotice(answer);
}

export const close = (view, all) => act('close', { view, all }).then(orNotice);
export const shortcut = (callbackId, where = {}) =>
  act('shortcut', { callback_id: callbackId, ...where }).then(orNotice);
export const openHome = (tab) => act('home', { tab });
export const markRead = (channel) => post('read', { ...who(), channel });
export const join = (channel) => act('join', { channel }).then(orNotice);
export const addApp = (channel) => act('add-app', { channel }).then(orNotice);
export const removeApp = (channel) => act('remove-app', { channel }).then(orNotice);
export const openDm = (user) => act('dm', { user }).then(orNotice);
export const install = () => act('install', {}).then(orNotice);
export const uninstall = () => act('uninstall', {}).then(orNotice);

export async function sendFiles(channel, files, text, thread) {
  const answers = [];
  for (const [index, file] of files.entries()) {
    answers.push(
      await upload({ ...who(), channel, thread_ts: thread, text: index ? undefined : text }, [file]),
    );
  }
  refreshView();
  refreshTalk();
  return answers.find((answer) => answer.ok === false) ?? { ok: true };
}

/**
 * A surface whose clicks and values go to the stand-in.
 * @param {'message'|'modal'|'home'} kind
 * @param {{view: string}|{channel: string, ts: string}} where
 */
export function surfaceAt(kind, where) {
  const person = state.route.person;
  const send = (path, place, more) => act(path, { person, tab: TAB, ...where, ...place, ...more });
  return newSurface({
    kind,
    directory,
    report: reportProblem,
    backend: {
      click: (place) => send('click', place).then(orNotice),
      choose: (place, value) => send('choose', place, { value }).then(orNotice),
      type: (place, value, enter) => post('type', { person, tab: TAB, ...where, ...place, value, enter }),
      options: (place, value) => post('options', { person, ...where, ...place, value }),
      upload: (place, files) =>
        upload({ person, ...where, ...place }, files).then((answer) => {
          refreshView();
          return answer;
        }),
    },
  });
}
