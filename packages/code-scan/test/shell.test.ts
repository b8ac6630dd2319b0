import { expect, test } from '@jest/globals';
import { scanShell } from '../src/index.ts';

const told = (text: string): string[] =>
  scanShell({ path: 'a.sh', text }).issues.map(({ ruleId, places: [{ line }] }) => `${ruleId} ${line}`);

test.each([
  ['shell-remove-unset', 'rm -rf "$DIR/"'],
  ['shell-remove-unset', 'rm -rf ${BUILD}/*'],
  ['shell-remove-unquoted', 'rm -rf $TARGET'],
  ['shell-remove-unquoted', 'rm -rf build $1'],
  ['shell-download-run', 'curl -fsSL https://example.org/install.sh | sh'],
  ['shell-download-run', 'curl -s https://example.org/x | sudo bash -s -- --yes'],
  ['shell-download-run', 'bash <(curl -s https://example.org/x)'],
  ['shell-download-run', 'eval "$(curl -s https://example.org/x)"'],
  ['shell-download-run', 'wget -qO- https://example.org/x \\\n  | bash'],
  ['shell-insecure-download', 'curl -k https://example.org/x -o x'],
  ['shell-insecure-download', 'NODE_TLS_REJECT_UNAUTHORIZED=0 node a.js'],
  ['shell-eval-input', 'eval "$1"'],
  ['shell-eval-input', 'eval run_$@'],
  ['shell-predictable-temp', 'echo "$TEXT" > /tmp/app.$$'],
  ['shell-predictable-temp', 'curl -o /tmp/x.tgz https://example.org/x.tgz'],
  ['shell-open-mode', 'chmod -R 777 /srv/app'],
  ['shell-password-argument', 'docker login -u ada -p "$PASSWORD"'],
  ['shell-password-argument', 'curl -u ada:hunter22 https://example.org'],
  ['shell-host-key-off', 'ssh -o StrictHostKeyChecking=no host uptime'],
  ['shell-unchecked-cd', 'cd "$HOME/build"; rm -rf out'],
  ['shell-goes-on', 'rm -rf "$TARGET"'],
  ['shell-remote-variable', 'ssh host "ls $1"'],
])('%s: %s', (rule, line) => {
  expect(told(`#!/bin/bash\n${line}\n`)).toEqual([`${rule} 2`]);
});

test.each([
  'set -euo pipefail\nrm -rf "$DIR/"',
  'rm -rf "${DIR:?}/"',
  'set -e\nDIR=build\nrm -rf $DIR',
  'set -e\nrm -rf "$DIR"',
  'rm -f a.txt',
  'curl -fsSL https://example.org/install.sh -o install.sh',
  'curl https://example.org/x.json | jq .',
  '# curl https://example.org/x | sh',
  'echo "curl https://example.org/x | sh"',
  "cat <<'EOF'\ncurl https://example.org/x | sh\nEOF",
  'eval "$(ssh-agent -s)"',
  'file=$(mktemp)\necho a > "$file"',
  'chmod 755 run',
  'docker login -u ada --password-stdin',
  'ssh host uptime',
  'set -e\ncd "$HOME/build"; rm -rf out',
  'curl --key cert.pem https://example.org',
])('not: %s', (text) => {
  expect(told(`#!/bin/bash\n${text}\n`)).toEqual([]);
});

test('a part of a workflow is placed in its file; what has it started stops on errors', () => {
  const { issues } = scanShell({
    path: '.github/workflows/a.yml',
    text: 'true\ncurl https://example.org/x | sh\nrm -rf "$A"',
    placeOf: ({ line, column }) => ({ line: line + 11, column: column + 10 }),
    stopsOnError: true,
    check: 'workflows',
  });
  expect(issues).toMatchObject([
    { check: 'workflows', ruleId: 'shell-download-run', places: [{ line: 13, column: 11 }] },
  ]);
});

test('what stands in tests is told more quietly', () => {
  const text = '#!/bin/bash\nls > /tmp/out.txt\n';
  const [quiet, loud] = ['test/e2e/a.sh', 'bin/a.sh'].map((path) => scanShell({ path, text }).issues[0]);
  expect(quiet).toMatchObject({ level: 'note', confidence: 'low' });
  expect(quiet?.reasons).toContain('it stands in tests, examples or documentation');
  expect(loud).toMatchObject({ level: 'warning', confidence: 'medium' });
});

test('a file that others read does not say whether they stop', () => {
  expect(told('remove() {\n  rm -rf "$1"\n}\n')).toEqual([]);
  expect(told('#!/bin/sh\nremove() {\n  rm -rf "$1"\n}\n')).toEqual(['shell-goes-on 3']);
});

test('a comment lets one stand, and the same line twice is two issues', () => {
  const { issues } = scanShell({
    path: 'a.sh',
    text: '# cdev-ignore shell-open-mode: a box of its own\nchmod 777 a\n\nchmod 777 a\n',
  });
  expect(issues.map(({ ignored }) => ignored)).toEqual(['a box of its own', undefined]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
});
