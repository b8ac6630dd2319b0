import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_MONITOR_INTERVAL_TOO_SHORT: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'The view would renew itself more often than anybody can read',
    message: ({ value }) => `--interval is at least 100 ms, not ${value} ms`,
    steps: () => ['Give a longer one, such as --interval 1s'],
  }),
});
