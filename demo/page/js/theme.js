// Light or dark: the system's wish until a person chooses here.

const KEY = 'demo-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be forbidden; the system's wish is good enough
  }
}

export function isDark() {
  return (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
}

export function startTheme(onChange) {
  const choice = stored();
  if (choice) document.documentElement.dataset.theme = choice;
  dark.addEventListener('change', onChange);
}

export function switchTheme() {
  const choice = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // the choice then lasts as long as the page
  }
}
