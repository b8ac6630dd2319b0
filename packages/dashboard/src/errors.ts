import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_DASHBOARD_PORT_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'That is no port',
    message: ({ value }) => `--port is a whole number from 0 to 65535, not ${value}`,
    steps: () => ['Leave it out: any port that is free is taken'],
  }),
  CDEV_E_DASHBOARD_SPAN_TOO_SHORT: errorEntry({
    kind: 'usage',
    title: 'Less than a day is no history',
    message: () => '--last is a day at least: the figures are those of days',
    steps: () => ['Give a longer one, such as --last 30d'],
  }),
  CDEV_E_DASHBOARD_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'The page cannot be written there',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: () => ['Give a folder that you may write to with --export'],
  }),
  CDEV_E_DASHBOARD_READ_ONLY: errorEntry({
    kind: 'usage',
    title: 'Nothing can be started from a page that only shows',
    message: () => 'The page was served with --read-only',
    steps: () => ['Serve it without --read-only to start scripts from it'],
  }),
  CDEV_E_DASHBOARD_REQUEST_INVALID: errorEntry<{ problem: string }>({
    kind: 'usage',
    title: 'The page asked for something that the script does not take',
    message: ({ problem }) => problem,
    steps: () => ['Mend the form, or load the page again'],
  }),
  CDEV_E_DASHBOARD_NOT_DESCRIBED: errorEntry<{ script: string; reason: string }>({
    kind: 'failure',
    title: 'The script does not say what it takes',
    message: ({ script, reason }) => `${script} does not answer --describe: ${reason}`,
    steps: ({ script }) => [`Start it by hand: ${script} --help`, 'Bring it up to date, if there is a newer version'],
  }),
  CDEV_E_DASHBOARD_TOO_MANY: errorEntry<{ most: string }>({
    kind: 'failure',
    title: 'As many scripts run from here as may run at once',
    message: ({ most }) => `${most === '1' ? '1 script runs' : `${most} scripts run`} already`,
    steps: () => ['Wait for one of them, or stop one'],
  }),
});
