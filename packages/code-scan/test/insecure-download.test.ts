import { describe, expect, test } from '@jest/globals';
import { scanShell } from '../src/index.ts';

const told = (text: string): string[] =>
  scanShell({ path: 'a.sh', text: `#!/bin/sh\n${text}\n` }).issues.map(
    ({ ruleId, level, reasons }) => `${level} ${ruleId}: ${reasons[1] ?? ''}`,
  );

describe('a download that looks at no certificates', () => {
  test.each([
    'curl --insecure --fail --silent --show-error "http${s}://${addr}:${PORT}/alive" || exit 1',
    'until curl -ks https://db.example.org:8443/; do sleep 1; done',
    'if ! curl -kfsS --max-time 3 "https://$HOST/health"; then exit 1; fi',
    'curl -sk -o /dev/null -w "%{http_code}" https://example.org/health',
    'code=$(curl -sk -o /dev/null -w "%{http_code}" https://example.org/health)',
    'curl -kI https://example.org >/dev/null 2>&1',
    'curl -kf https://example.org/alive &> /dev/null',
    'wget --no-check-certificate -q --spider https://example.org/alive || exit 1',
    'name() {\n  cat name\n}\ncurl -kf https://example.org/alive || exit 1',
    'now=$(date); curl -kf https://example.org/alive || exit 1',
  ])('that is only a question: %s', (line) => {
    expect(told(line)).toEqual(['note shell-insecure-download: nothing of the answer is used']);
  });

  test.each([
    'curl -k https://localhost:8443/x -o x',
    'x=$(curl -sk "https://127.0.0.1/x")',
    'curl -k -H "Host: example.org" https://[::1]:8443/ | jq .',
    'wget --no-check-certificate https://0.0.0.0:1/x',
    'curl -k localhost:8443/x > x',
  ])('of the machine itself: %s', (line) => {
    expect(told(line)).toEqual(['note shell-insecure-download: it asks the machine that it runs on']);
  });

  test.each([
    'curl -kf https://example.org/x > x || exit 1',
    'curl -kfO https://example.org/x || exit 1',
    'curl -kf https://example.org/x --output x || exit 1',
    'curl -kf https://example.org/x | tar x || exit 1',
    'x=$(curl -kf https://example.org/x || exit 1)',
    'x=`curl -kf https://example.org/x || exit 1`',
    '(curl -kf https://example.org/x || exit 1) | tar x',
    'fetch() { curl -kf "$1" || return 1; }',
    'fetch() {\n  curl -kf https://example.org/x || return 1\n}',
    'all() {\n  if true; then\n    {\n      :\n    }\n  fi\n  curl -kf https://example.org/x || return 1\n}',
    'for a in b c; do\n  curl -kf https://example.org/$a || exit 1\ndone > all',
    'curl -kf https://example.org/x',
    'curl -kf -u ada https://example.org/x || exit 1',
    'curl -kf -T x https://example.org/x || exit 1',
    'curl -kn https://example.org/x || exit 1',
    'curl -kf "https://example.org/x?token=$TOKEN" || exit 1',
    'curl -kf https://ada:word@example.org/x >/dev/null',
    'wget --no-check-certificate https://example.org/x || exit 1',
    'curl -k https://localhost.example.org/x -o x',
    'curl -k https://localhost@example.org/x -o x',
    'curl -k -x localhost:3128 https://example.org/x -o x',
    'curl -k -e http://localhost https://example.org/x -o x',
    'curl -k http://localhost/a "$URL" -o x',
    'curl -k https://localhost/a; curl -k https://example.org/x -o x',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 node a.js || exit 1',
  ])('that is used, or sends something: %s', (line) => {
    expect(told(line)).toEqual(['error shell-insecure-download: ']);
  });
});

test('a password on a command line takes another user of the machine, or stays in an image', () => {
  const levels = (more: object): string[] =>
    scanShell({ path: 'a', text: 'mysql -uroot -proot shop\n', interpreter: 'sh', ...more }).issues.map(
      ({ level }) => level,
    );
  expect(levels({})).toEqual(['warning']);
  expect(levels({ check: 'workflows' })).toEqual(['note']);
  expect(levels({ isOfImage: true })).toEqual(['warning']);
});
