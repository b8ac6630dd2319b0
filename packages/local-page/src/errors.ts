import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PAGE_PORT_TAKEN: errorEntry<{ host: string; port: string }>({
    kind: 'environment',
    title: 'Another program listens where the page was to be served',
    message: ({ host, port }) => `Port ${port} of ${host} is taken`,
    steps: () => ['Leave the port out: any that is free is taken', 'Or give another one with --port'],
  }),
  CDEV_E_PAGE_NOT_SERVED: errorEntry<{ host: string; port: string; reason: string }>({
    kind: 'environment',
    title: 'The page cannot be served at that address',
    message: ({ host, port, reason }) => `The page cannot be served at ${host}:${port} (${reason})`,
    steps: () => ['Serve it on this machine only: leave --host out', 'Or give an address that this machine has'],
  }),
});
