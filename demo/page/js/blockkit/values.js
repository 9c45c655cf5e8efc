// What is typed and chosen on one surface. The backend keeps the truth; this copy is ahead of it while a person types.

let tick = 0;

/** The moment at which a question to the backend is asked; see Values.adopt. */
export function moment() {
  return tick;
}

const INITIAL = {
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

/** @returns {any} the value an element has before anybody touches it; text inputs hold null when empty */
export function initialValue(element) {
  return (INITIAL[element.type] ?? ((e) => ({ value: e.initial_value ?? null })))(element);
}

const withoutType = ({ type: _, ...value }) => value;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Values {
  /** @type {Map<string, {value: any, unsent: number, settled: number, revision: number}>} */
  #entries = new Map();

  #at(blockId, actionId) {
    const key = `${blockId}\n${actionId}`;
    if (!this.#entries.has(key)) {
      this.#entries.set(key, { value: undefined, unsent: 0, settled: -1, revision: 0 });
    }
    return this.#entries.get(key);
  }

  get(blockId, element) {
    return this.#at(blockId, element.action_id).value ?? initialValue(element);
  }

  /** A person changed it here; it is newer than anything the backend says until `settle`. */
  set(blockId, actionId, value) {
    const entry = this.#at(blockId, actionId);
    entry.value = value;
    entry.unsent += 1;
  }

  /** The backend has taken the value. */
  settle(blockId, actionId) {
    const entry = this.#at(blockId, actionId);
    entry.unsent = 0;
    entry.settled = ++tick;
  }

  /** The revision of a block's values: it moves when the backend brought another value than the one shown. */
  revision(blockId) {
    let sum = 0;
    for (const [key, entry] of this.#entries) if (key.startsWith(`${blockId}\n`)) sum += entry.revision;
    return sum;
  }

  /**
   * Take the backend's values, except where something was typed after they were asked for.
   * @param {Record<string, Record<string, any>>} state `view.state.values`
   * @param {number} askedAt moment() before the question
   */
  adopt(state, askedAt) {
    for (const [blockId, actions] of Object.entries(state ?? {})) {
      for (const [actionId, given] of Object.entries(actions)) {
        this.#take(this.#at(blockId, actionId), withoutType(given), askedAt);
      }
    }
  }

  #take(entry, value, askedAt) {
    if (entry.unsent || entry.settled > askedAt || same(entry.value, value)) return;
    entry.revision += entry.value === undefined ? 0 : 1;
    entry.value = value;
  }

  /** Forget the blocks that are gone, so that a new block of the same name starts anew. */
  prune(blockIds) {
    for (const key of this.#entries.keys()) if (!blockIds.has(key.split('\n')[0])) this.#entries.delete(key);
  }
}
