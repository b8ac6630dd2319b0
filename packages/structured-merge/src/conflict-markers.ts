const ours = /^<{7}(?: |\r?$)/;
const separator = /^={7}\r?$/;
const theirs = /^>{7}(?: |\r?$)/;

/** True when the text holds a conflict as git writes it: the three markers in order, each at a line's start. */
export function hasConflictMarkers(text: string): boolean {
  if (!text.includes('<<<<<<<')) return false;
  let next: 'ours' | 'separator' | 'theirs' = 'ours';
  for (const line of text.split('\n')) {
    if (ours.test(line)) next = 'separator';
    else if (next === 'separator' && separator.test(line)) next = 'theirs';
    else if (next === 'theirs' && theirs.test(line)) return true;
  }
  return false;
}
