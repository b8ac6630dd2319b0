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
    message: ({ value }) => `--notify takes "desktop" or the http(s) address of a webhook, not "${value}"`,
    steps: () => ['Give --notify desktop', 'Or --notify https://hooks.example.org/…'],
  }),
  CDEV_E_MONITOR_PORT_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'That is no port',
    message: ({ value }) => `--port is a whole number from 0 to 65535, not ${value}`,
    steps: () => ['Leave it out: any port that is free is taken'],
  }),
});
