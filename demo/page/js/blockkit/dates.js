// Slack's date tokens in the reader's own time zone: {date_num} {date} {date_short} {date_long} {…_pretty} {time} {time_secs} {ago}.

const HALF_YEAR = 182 * 86_400_000;
const pad = (number) => String(number).padStart(2, '0');

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th')}`;
}

function part(date, options) {
  return date.toLocaleDateString('en-US', options);
}

/** The year is left out within half a year of today, as in Slack. */
function year(date, now) {
  return Math.abs(now - date) < HALF_YEAR ? '' : `, ${date.getFullYear()}`;
}

function pretty(date, now, otherwise) {
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days] ?? otherwise;
}

/** @type {[string, number][]} unit, seconds */
const AGES = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 minutes ago", "in 2 days", "just now". */
export function ago(date, now = new Date()) {
  const seconds = Math.round((now.getTime() - date.getTime()) / 1000);
  const age = AGES.find(([, size]) => Math.abs(seconds) >= size);
  if (!age) return 'just now';
  const count = Math.floor(Math.abs(seconds) / age[1]);
  const words = `${count} ${age[0]}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

/** "14:05", in the reader's zone. */
export function clockTime(date, seconds = false) {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}${seconds ? `:${pad(date.getSeconds())}` : ''}`;
}

function tokens(date, now) {
  const long = `${part(date, { month: 'long' })} ${ordinal(date.getDate())}${year(date, now)}`;
  const short = `${part(date, { month: 'short' })} ${date.getDate()}${year(date, now)}`;
  const longest = `${part(date, { weekday: 'long' })}, ${long}`;
  return {
    date_num: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    date: long,
    date_short: short,
    date_long: longest,
    date_pretty: pretty(date, now, long),
    date_short_pretty: pretty(date, now, short),
    date_long_pretty: pretty(date, now, longest),
    time: clockTime(date),
    time_secs: clockTime(date, true),
    ago: ago(date, now),
  };
}

/**
 * @param {number|string} timestamp seconds since 1970
 * @param {string} format text with tokens
 * @returns {string|null} null when Slack would show the fallback (no number, or an unknown token)
 */
export function formatDate(timestamp, format, now = new Date()) {
  const seconds = Number(timestamp);
  if (!Number.isFinite(seconds)) return null;
  const known = tokens(new Date(seconds * 1000), now);
  let unknown = false;
  const words = format.replace(/\{([a-z_]+)\}/g, (_, name) => known[name] ?? ((unknown = true), ''));
  return unknown ? null : words;
}

/** The heading over a day's messages. */
export function dayHeading(date, now = new Date()) {
  const words = pretty(
    date,
    now,
    `${part(date, { weekday: 'long' })}, ${part(date, { month: 'long' })} ${ordinal(date.getDate())}`,
  );
  return words[0].toUpperCase() + words.slice(1);
}
