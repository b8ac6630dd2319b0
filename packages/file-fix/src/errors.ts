import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_FILE_FIX_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'A file that is to be mended cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: () => ['Check that it is a file that you may read'],
  }),
  CDEV_E_FILE_FIX_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file cannot be mended',
    message: ({ file, reason }) => `${file} cannot be written (${reason}); it is as it was`,
    steps: () => ['Check the free space and your rights on its folder'],
  }),
});
