const mark = 'cdev-check-times';

/** The shell counts what all that it waited for has used (POSIX, `times`), which no other part of the system tells of processes that have gone. */
const script = `sh -c "$1"; code=$?; { echo ${mark}; times; } >&2; exit "$code"`;

/** A command for the shell, of which `readTimes` can tell afterwards what it has used. */
export function measuredShell(command: string): { readonly file: string; readonly args: readonly string[] } {
  return process.platform === 'win32'
    ? { file: 'cmd', args: ['/c', command] }
    : { file: 'sh', args: ['-c', script, 'sh', command] };
}

/** Of the shell itself, and below of what it waited for: `0m1.230s 0m0.040s`, user and system. */
const times = new RegExp(`${mark}\\n[^\\n]*\\n(\\d+)m([\\d.,]+)s (\\d+)m([\\d.,]+)s(?:\\n|$)`);

/** What the command itself wrote to stderr, and its milliseconds of processor time. Both as they came when nothing was measured, because it was ended. */
export function readTimes(stderr: string): { readonly stderr: string; readonly cpu: number | undefined } {
  const found = times.exec(stderr);
  if (!found) return { stderr, cpu: undefined };
  const [text, userMinutes, userSeconds, systemMinutes, systemSeconds] = found;
  const seconds = (minutes = '0', rest = '0'): number => Number(minutes) * 60 + Number(rest.replace(',', '.'));
  const cpu = Math.round(1000 * (seconds(userMinutes, userSeconds) + seconds(systemMinutes, systemSeconds)));
  const [before, after] = [stderr.slice(0, found.index), stderr.slice(found.index + text.length)];
  return { stderr: `${before}${after}`, cpu };
}
