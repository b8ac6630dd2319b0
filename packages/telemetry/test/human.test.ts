import { createStyle } from '@cdev/core/cli';
import { expect, test } from '@jest/globals';
import { exportText, pruneText, statusText } from '../src/human.ts';

const page = { style: createStyle(false), columns: 100 };
const endpoint = 'http://localhost:4318/v1/traces';

test('an export is a line a signal, then what was said', () => {
  const one = {
    signal: 'traces',
    endpoint,
    records: 1,
    requests: 1,
    rejected: 0,
    message: undefined,
    isBusy: false,
  } as const;
  const two = {
    ...one,
    signal: 'metrics',
    records: 512,
    requests: 2,
    rejected: 3,
    message: 'too old',
    isBusy: true,
  } as const;
  expect(exportText({ signals: [one, two], output: undefined, isDryRun: false }, page)).toBe(
    `✓ traces   1 span            1 request   ${endpoint}
! metrics  512 runs counted  2 requests  ${endpoint}
metrics: 3 were not kept by the receiver
metrics: it says “too old”
metrics: it takes no more now; the same command goes on later
`,
  );
  expect(exportText({ signals: [one], output: '/x.jsonl', isDryRun: true }, page)).toMatch(/Nothing was written\n$/);
});

test('a removal says what, how much, and what stays', () => {
  const result = {
    before: '2026-08-29T12:00:00.000Z',
    journals: ['runs/cdev-a/ada-2026-05.ndjson'],
    records: 2,
    bytes: 1234,
    unsent: [{ journal: 'runs/cdev-b/ada-2026-05.ndjson', endpoints: [endpoint, endpoint] }],
    isDryRun: true,
  };
  expect(pruneText(result, page)).toBe(`Would remove what is older than 2026-08-29: 2 records in 1 journal, 1 kB
  runs/cdev-a/ada-2026-05.ndjson
  ! runs/cdev-b/ada-2026-05.ndjson stays: not all of it was sent to ${endpoint}
  Send it first (cdev-telemetry export), or give --even-unsent
`);
  expect(pruneText({ ...result, journals: [], unsent: [] }, page)).toBe('Nothing is older than 2026-08-29\n');
});

test('the status says what is here and what has left', () => {
  const months = [
    { month: '2026-11', journals: 2, bytes: 2_500_000 },
    { month: undefined, journals: 1, bytes: 10 },
  ];
  const receiver = {
    signal: 'traces',
    endpoint,
    updated: '2026-11-27T12:00:00Z',
    sent: 9,
    rejected: 1,
    unsentBytes: 0,
  } as const;
  expect(statusText({ home: '/h', records: 12, unreadable: 1, months, receivers: [receiver] }, page)).toBe(
    `12 runs recorded in /h, 2.5 MB; 1 line cannot be read
  2026-11        2 journals  2.5 MB
  before months  1 journal   10 bytes

Receivers
  traces  ${endpoint}  9 sent, 1 not kept  last 2026-11-27 12:00  nothing waits
`,
  );
  expect(statusText({ home: '/h', records: 0, unreadable: 0, months: [], receivers: [] }, page)).toMatch(/ever sent/);
});
