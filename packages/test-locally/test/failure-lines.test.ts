import { expect, test } from '@jest/globals';
import { failureLines } from '../src/failure-lines.ts';

test('frames inside of the runner and of Node are left out, the message and the own ones stay', () => {
  const failure = [
    'Error: add is 3, see node_modules/x and node:internal/y',
    '    at /a/test/add.test.mjs:8:32',
    '    at file:///a/node_modules/vitest/dist/chunks/run.js:1695:35',
    '    at runWithCancel (file:///a/node_modules/vitest/dist/chunks/run.js:3397:10)',
    '    at new Promise (<anonymous>)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    String.raw`    at run (C:\a\node_modules\jest\run.js:1:1)`,
    '    at async start (/a/src/start.mjs:1:1)',
  ];
  expect(failureLines(failure.join('\n'))).toEqual([failure[0], failure[1], failure[7]]);
  expect(failureLines(failure.slice(2, 4).join('\n'))).toHaveLength(2);
  expect(failureLines('line\n'.repeat(30))).toHaveLength(12);
});
