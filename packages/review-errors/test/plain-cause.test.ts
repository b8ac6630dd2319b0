import { expect, test } from '@jest/globals';
import { plainCause } from '../src/group/plain-cause.ts';

test.each([
  ["ENOENT: no such file or directory, open '/home/ada/a b.json'", 'ENOENT: no such file or directory, open <text>'],
  ['fetch of https://example.org/x?y=1 failed with 503', 'fetch of <address> failed with <n>'],
  ['cannot read /var/lib/x.db: locked', 'cannot read <path>: locked'],
  ['C:\\Users\\ada\\x.txt is missing', '<path> is missing'],
  ['commit 8459136abc is not there', 'commit <hash> is not there'],
  ['run 123e4567-e89b-12d3-a456-426614174000 is over', 'run <id> is over'],
  ['Node 24.21.0 took 1.5 s', 'Node <n> took <n> s'],
  ['one\ntwo', 'one'],
  ['a defaced facade', 'a defaced facade'],
])('%j is %j', (message, wanted) => expect(plainCause(message)).toBe(wanted));
