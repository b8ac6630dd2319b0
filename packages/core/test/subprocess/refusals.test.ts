import { describe, expect, test } from '@jest/globals';
import { refusalStep } from '../../src/subprocess/refusals.ts';

const step = (output: string): string | undefined => refusalStep(output, '/r');

describe('what the system refuses a git', () => {
  test.each([
    [
      'error: insufficient permission for adding an object to repository database .git/objects',
      'ls -ld /r/.git/objects',
    ],
    ["fatal: Unable to create '/r/.git/index.lock': Permission denied", 'ls -ld /r/.git'],
    [
      'error: unable to create temporary file: Read-only file system\nfatal: Unable to add a to database',
      'findmnt --target /r',
    ],
    ['fatal: unable to write loose object file: No space left on device', 'df -h /r'],
    ["fatal: sha1 file '/r/.git/index.lock' write error. Out of diskspace", 'df -h /r'],
    ["fatal: cannot create directory at 'deep/folder': Disk quota exceeded", '/r'],
  ])('has a step that names it: %s', (output, wanted) => {
    expect(step(output)).toMatch(new RegExp(`${wanted}$`));
  });

  test.each([
    'git@example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'remote: fatal: unable to write loose object file: No space left on device\n ! [remote rejected] main -> main',
    'fatal: not a valid object name: No space left on device: x',
    "error: pathspec 'x' did not match any file(s) known to git",
  ])('is not what else git fails of: %s', (output) => {
    expect(step(output)).toBeUndefined();
  });
});
