// The emoji names an app is likely to write. An unknown name stays as it was written, as in Slack.

const NAMES = {
  white_check_mark: '✅', heavy_check_mark: '✔️', ballot_box_with_check: '☑️', x: '❌', no_entry: '⛔', no_entry_sign: '🚫',
  warning: '⚠️', rotating_light: '🚨', bell: '🔔', hourglass: '⌛', hourglass_flowing_sand: '⏳', stopwatch: '⏱️',
  clock1: '🕐', calendar: '📆', date: '📅', email: '📧', envelope: '✉️', envelope_with_arrow: '📩', incoming_envelope: '📨',
  mailbox: '📫', mailbox_with_mail: '📬', inbox_tray: '📥', outbox_tray: '📤', link: '🔗', lock: '🔒', unlock: '🔓', key: '🔑',
  mag: '🔍', pencil: '📝', pencil2: '✏️', memo: '📝', page_facing_up: '📄', clipboard: '📋', paperclip: '📎', pushpin: '📌',
  bust_in_silhouette: '👤', busts_in_silhouette: '👥', handshake: '🤝', wave: '👋', thumbsup: '👍', '+1': '👍', thumbsdown: '👎',
  '-1': '👎', raised_hands: '🙌', clap: '👏', pray: '🙏', eyes: '👀', point_right: '👉', muscle: '💪', smile: '😄', grinning: '😀',
  slightly_smiling_face: '🙂', wink: '😉', joy: '😂', sob: '😭', thinking_face: '🤔', heart: '❤️', star: '⭐', sparkles: '✨', fire: '🔥',
  tada: '🎉', rocket: '🚀', bulb: '💡', gear: '⚙️', wrench: '🔧', hammer_and_wrench: '🛠️', package: '📦', briefcase: '💼',
  moneybag: '💰', chart_with_upwards_trend: '📈', bar_chart: '📊', seedling: '🌱', herb: '🌿', wastebasket: '🗑️', recycle: '♻️',
  arrow_right: '➡️', arrow_left: '⬅️', arrow_up: '⬆️', arrow_down: '⬇️', leftwards_arrow_with_hook: '↩️', repeat: '🔁',
  arrows_counterclockwise: '🔄', information_source: 'ℹ️', question: '❓', exclamation: '❗', speech_balloon: '💬', robot_face: '🤖',
  large_green_circle: '🟢', large_yellow_circle: '🟡', large_orange_circle: '🟠', red_circle: '🔴', large_blue_circle: '🔵',
  white_circle: '⚪', black_circle: '⚫', zzz: '💤', snail: '🐌', sunny: '☀️', crescent_moon: '🌙', coffee: '☕', globe_with_meridians: '🌐',
};

/** @returns {string|null} the sign of an emoji's name, null when the page does not know it */
export function emojiSign(name) {
  return Object.hasOwn(NAMES, name) ? NAMES[name] : null;
}

/** Replace the known `:names:` of a text by their signs. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiSign(name) ?? whole);
}
