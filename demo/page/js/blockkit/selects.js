// Where a select's choices come from: its own options, the app (block_suggestion), or the workspace's people and channels.

import { Combobox } from './combobox.js';
import { choose, naming, valueOf } from './spot.js';
import { words } from './text.js';

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const matches = (typed) => (choice) => plain(choice.text).includes(plain(typed));

function ofOption(option) {
  return {
    key: option.value,
    text: words(option.text),
    about: words(option.description) || undefined,
    value: option,
  };
}

function ofPerson(person) {
  return { key: person.id, text: person.name, about: person.title, value: person.id };
}

function ofChannel(channel) {
  return {
    key: channel.id,
    text: channel.with ? channel.name : `#${channel.name}`,
    about: channel.topic || undefined,
    value: channel.id,
  };
}

const groupsOf = (element) =>
  (element.option_groups ?? [{ options: element.options ?? [] }]).map((group) => ({
    label: words(group.label) || undefined,
    choices: group.options.map(ofOption),
  }));

const narrowed = (groups, typed) =>
  groups.map((group) => ({ ...group, choices: group.choices.filter(matches(typed)) }));

async function fromOptions(spot, typed) {
  return { groups: narrowed(groupsOf(spot.element), typed) };
}

async function fromApp(spot, typed) {
  const least = spot.element.min_query_length ?? 3;
  if (typed.length < least) {
    return { groups: [], hint: `Type at least ${least} ${least === 1 ? 'letter' : 'letters'}` };
  }
  const answer = await spot.surface.backend.options(spot.place, typed);
  if (answer.ok === false) return { groups: [], hint: answer.error || 'The options could not be loaded.' };
  return { groups: groupsOf(answer) };
}

async function fromPeople(spot, typed) {
  return { groups: narrowed([{ choices: spot.surface.directory.people().map(ofPerson) }], typed) };
}

const KINDS = { public: 'public', connect: 'public', private: 'private', dm: 'im' };

function wanted(element, channel) {
  const include = element.type.includes('channels') ? ['public'] : element.filter?.include;
  if (include && !include.includes(KINDS[channel.kind])) return false;
  return (
    !(element.filter?.exclude_bot_users && channel.is_app_dm) &&
    !(element.filter?.exclude_external_shared_channels && channel.kind === 'connect')
  );
}

async function fromChannels(spot, typed) {
  const channels = spot.surface.directory
    .channels()
    .filter((channel) => !channel.archived && wanted(spot.element, channel));
  return { groups: narrowed([{ choices: channels.map(ofChannel) }], typed) };
}

const nameOf = {
  person: (spot, id) => ofPerson(spot.surface.directory.user(id) ?? { id, name: id }),
  channel: (spot, id) => ofChannel(spot.surface.directory.channel(id) ?? { id, name: id }),
  option: (_, option) => ofOption(option),
};

/** type → [where from, the key in its value, what a value names] */
const SOURCES = {
  static_select: [fromOptions, 'selected_option', 'option'],
  multi_static_select: [fromOptions, 'selected_options', 'option'],
  external_select: [fromApp, 'selected_option', 'option'],
  multi_external_select: [fromApp, 'selected_options', 'option'],
  users_select: [fromPeople, 'selected_user', 'person'],
  multi_users_select: [fromPeople, 'selected_users', 'person'],
  conversations_select: [fromChannels, 'selected_conversation', 'channel'],
  multi_conversations_select: [fromChannels, 'selected_conversations', 'channel'],
  channels_select: [fromChannels, 'selected_channel', 'channel'],
  multi_channels_select: [fromChannels, 'selected_channels', 'channel'],
};

/** @returns {HTMLElement} */
export function select(spot) {
  const [load, key, kind] = SOURCES[spot.element.type];
  const many = spot.element.type.startsWith('multi_');
  const held = () => {
    const value = valueOf(spot)[key];
    return many ? (value ?? []) : [value].filter((one) => one !== null && one !== undefined);
  };
  const combo = new Combobox({
    names: naming(spot),
    placeholder: words(spot.element.placeholder) || (many ? 'Choose' : 'Choose one'),
    many,
    most: spot.element.max_selected_items,
    clearable: spot.block.type === 'input' && Boolean(spot.block.optional) && !many,
    pause: load === fromApp ? 150 : 0,
    chosen: () => held().map((value) => nameOf[kind](spot, value)),
    load: (typed) => load(spot, typed),
    change: (chosen) =>
      choose(spot, { [key]: many ? chosen.map((one) => one.value) : (chosen[0]?.value ?? null) }),
  });
  return combo.node;
}
