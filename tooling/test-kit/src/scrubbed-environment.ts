import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const passedOn = new Set(['PATH', 'TMPDIR', 'TEMP', 'TMP', 'NODE_COMPILE_CACHE', 'SystemRoot', 'ComSpec', 'PATHEXT']);
const gitConfiguration = fileURLToPath(new URL('../gitconfig', import.meta.url));

/** All that a program under test sees of this machine: where programs are; the user, the language and git's set-up are ours. */
export function scrubbedEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => passedOn.has(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    CDEV_HOME: join(home, '.cdev'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: gitConfiguration,
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    TZ: 'UTC',
    NO_COLOR: '1',
  };
}
