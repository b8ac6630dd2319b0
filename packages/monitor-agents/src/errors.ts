import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_MONITOR_INTERVAL_TOO_SHORT: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'The view would renew itself more often than anybody can read',
    message: ({ value }) => `--interval is at least 100 ms, not ${value} ms`,
    steps: () => ['Give a longer one, such as --interval 1s'],
  }),
  CDEV_E_MONITOR_NOTIFY_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'Nobody can be notified that way',
    message: ({ value }) => `--notify takes "bell", "desktop" or the http(s) address of a webhook, not "${value}"`,
    steps: () => ['Give --notify desktop', 'Or --notify https://hooks.example.org/…'],
  }),
  CDEV_E_MONITOR_DEED_UNKNOWN: errorEntry<{ deed: string }>({
    kind: 'usage',
    title: 'The page asked for something that cannot be done, or did not say to whom',
    message: ({ deed }) => `"${deed}" cannot be done so`,
    steps: () => ['Load the page again'],
  }),
  CDEV_E_MONITOR_DEED_FAILED: errorEntry<{ deed: string; reason: string }>({
    kind: 'failure',
    title: 'What was asked for from the view did not succeed',
    message: ({ deed, reason }) => `${deed}: ${reason}`,
    steps: () => ['Run the command by hand to see all that it says'],
  }),
  CDEV_E_MONITOR_SCRIPT_MISSING: errorEntry<{ script: string }>({
    kind: 'environment',
    title: 'The script that does it is not installed',
    message: ({ script }) => `cdev-${script} is not installed beside this script`,
    steps: ({ script }) => [`Install it: npm install --global @cdev/cli`, `Or run it by npx: npx @cdev/${script}`],
  }),
  CDEV_E_MONITOR_NO_WORKTREE: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: 'The agent has no worktree to look into',
    message: ({ agent }) => `${agent} has no worktree`,
    steps: () => ['Make it: cdev-spawn-agents'],
  }),
  CDEV_E_MONITOR_NO_EDITOR: errorEntry<{ editor: string }>({
    kind: 'environment',
    title: 'The editor does not start',
    message: ({ editor }) => `"${editor}" does not start`,
    steps: () => ['Name one with a window of its own: CDEV_EDITOR=codium'],
  }),
  CDEV_E_MONITOR_PORT_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'That is no port',
    message: ({ value }) => `--port is a whole number from 0 to 65535, not ${value}`,
    steps: () => ['Leave it out: any port that is free is taken'],
  }),
});
