import { describe, expect, test } from '@jest/globals';
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
  ['shell-eval-input', 'eval set -- $(getopt -o p: -- "$@") $1'],
  ['shell-eval-input', 'eval "log $CI_COMMIT_TITLE"'],
  ['shell-eval-input', 'bash -c "log $BUILD_SOURCEVERSIONMESSAGE"'],
  ['shell-eval-input', 'bash -c "echo $CI_MERGE_REQUEST_TITLE"'],
  ['shell-predictable-temp', 'echo "$TEXT" > /tmp/app.$$'],
  ['shell-predictable-temp', 'curl -o /tmp/x.tgz https://example.org/x.tgz'],
  ['shell-open-mode', 'chmod -R 777 /srv/app'],
  ['shell-password-argument', 'docker login -u ada -p "$PASSWORD"'],
  ['shell-password-argument', 'curl -u ada:hunter22 https://example.org'],
  ['shell-host-key-off', 'ssh -o StrictHostKeyChecking=no host uptime'],
  ['shell-unchecked-cd', 'cd "$HOME/build"; rm -rf out'],
  ['shell-goes-on', 'rm -rf "$TARGET"'],
  ['shell-remote-variable', 'ssh host "ls $1"'],
  ['shell-remove-unset', 'rm -rf -- "$DIR/"'],
  ['shell-remove-unset', 'rm --recursive --force "$DIR/"'],
  ['shell-remove-unset', 'rm -rf build "$DIR/"*'],
  ['shell-remove-unset', 'rm -rf /$DIR'],
  ['shell-remove-unquoted', 'rm -rf ${DIRS[@]}'],
  ['shell-download-run', 'curl -s https://example.org/x | /bin/sh'],
  ['shell-download-run', 'curl -s https://example.org/x | /usr/bin/env bash -s stable'],
  ['shell-download-run', 'curl -sfL https://example.org | VERSION=1 sh -'],
  ['shell-download-run', 'curl -s https://example.org/x | sudo -u ada bash'],
  ['shell-download-run', 'curl -s https://example.org/x | tee log | gunzip | bash'],
  ['shell-download-run', 'curl -s https://example.org/x 2>&1 | bash'],
  ['shell-download-run', 'curl -s "https://example.org/x?a=1&b=2#c" | sh'],
  ['shell-download-run', 'curl -s https://example.org/x | python3 -'],
  ['shell-download-run', 'curl -s https://example.org/x | node'],
  ['shell-download-run', '. <(curl -s https://example.org/x)'],
  ['shell-download-run', 'sh -c "`curl -s https://example.org/x`"'],
  ['shell-download-run', 'ruby -e "$(curl -s https://example.org/x)"'],
  ['shell-download-run', 'bash <<< "$(curl -s https://example.org/x)"'],
  ['shell-insecure-download', 'curl "https://example.org/x?a=1&b=2" -k'],
  ['shell-insecure-download', 'npm set strict-ssl false'],
  ['shell-insecure-download', 'git config --global http.sslverify "false"'],
  ['shell-eval-input', 'eval "$1 $HOME"'],
  ['shell-eval-input', 'if eval "$1"; then true; fi'],
  ['shell-eval-input', 'run() { eval "$@"; }'],
  ['shell-eval-input', 'bash -c "git log $1"'],
  ['shell-predictable-temp', 'date | tee -a /tmp/app.log'],
  ['shell-predictable-temp', 'date > ${TMPDIR:-/tmp}/app.$$'],
  ['shell-predictable-temp', 'file=$(mktemp -u)'],
  ['shell-open-mode', 'chmod --recursive 777 /srv/app'],
  ['shell-open-mode', 'chmod -R a+rw /srv/app'],
  ['shell-open-mode', 'chmod u=rwx,go=rwx /srv/app'],
  ['shell-open-mode', 'chmod o+rwx /srv/app'],
  ['shell-open-mode', 'mkdir -m 777 /srv/app'],
  ['shell-password-argument', 'mysql -u root --password="$PASSWORD" shop'],
  ['shell-remove-unset', 'echo "done"; rm -rf "$DIR"/*'],
  ['shell-remove-unset', 'log "clean" && rm -rf "$DIR/"'],
  ['shell-host-key-off', 'echo "StrictHostKeyChecking no" >> ~/.ssh/config'],
  ['shell-host-key-off', 'OPTIONS="-o StrictHostKeyChecking=no"'],
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
  `print_info "Later: docker compose exec app sh -lc 'rm -rf "$path"/*'"`,
  "cat <<'EOF'\ncurl https://example.org/x | sh\nEOF",
  'eval "$(ssh-agent -s)"',
  'eval set -- $(getopt -o p:h -l project:,help -- "$@")',
  'eval set -- "`getopt -o p:h -- "$@"`"',
  'eval "$(printf "%q " "$@")"',
  'eval "${@@Q}"',
  'file=$(mktemp)\necho a > "$file"',
  'chmod 755 run',
  'docker login -u ada --password-stdin',
  'ssh host uptime',
  'set -e\ncd "$HOME/build"; rm -rf out',
  'curl --key cert.pem https://example.org',
  "curl -s https://example.org/x | python3 -c 'import json'",
  'curl -s https://example.org/x | python3 -m json.tool',
  'curl -s https://example.org/x | node ./parse.js',
  'curl -s https://example.org/x | grep sh',
  'curl -s https://example.org/x || sh other.sh',
  'cat <<"END-OF"\ncurl https://example.org/x | sh\nEND-OF',
  'cat <<\\EOF\ncurl https://example.org/x | sh\nEOF',
  'text="$(cat <<EOF\ncurl https://example.org/x | sh\nEOF\n)"',
  'ssh host "cat > run" <<EOF\ncurl https://example.org/x | sh\nEOF',
  'chmod 1777 /srv/tmp',
  'chmod a+rX,o-w run',
  'chmod 775 run',
  'cd build || exit 1\nrm -rf out',
  'ssh -o StrictHostKeyChecking=accept-new host',
  'sh -c \'git log "$1"\' _ "$1"',
  'eval "$EDITOR \\"\\$1\\""',
  'eval "$TEXT"; echo "$1"',
  'command=(git log)\neval "$command"',
])('not: %s', (text) => {
  expect(told(`#!/bin/bash\n${text}\n`)).toEqual([]);
});

describe('what follows is looked at', () => {
  test.each([
    ['a comment with a here-document in it', '# usage: run <<EOF'],
    ['a text with one', 'usage="run <<EOF"'],
    ['a shift', 'x=$((1 << shift))'],
    ['a shift in a condition', 'if (( x << shift )); then true; fi'],
    ['a here-string', 'grep -q word <<< word'],
    ['a here-document that never ends', 'cat <<EOF'],
    ['a text over lines, with an apostrophe', `x="a\nb's text"`],
    ['an escaped apostrophe', String.raw`x=it\'s`],
    ['a here-document', 'cat > a.conf <<EOF\ntext\nEOF'],
    ['two here-documents', 'diff <(cat <<A\na\nA\n) <(cat <<B\nb\nB\n)'],
    ['a here-document that is run', 'bash <<EOF'],
    ['one that is run by another machine', "ssh ada@host <<'EOF'"],
    ['one that is piped into a shell', 'cat <<EOF | sudo sh'],
  ])('after %s', (_, text) => {
    const line = 3 + text.split('\n').length - 1;
    expect(told(`#!/bin/sh\n${text}\ncurl https://example.org/x | sh\n`)).toEqual([`shell-download-run ${line}`]);
  });
});

test.each([
  ['command="$1"\neval "$command"', 'shell-eval-input 3'],
  ['read -r line\neval "$line"', 'shell-eval-input 3'],
  ['LOG=/tmp/app.log\ndate > "$LOG"', 'shell-predictable-temp 3'],
  ['cd build\nrm -rf out', 'shell-unchecked-cd 3'],
  ['bash <<EOF\ncurl https://example.org/x | sh\nEOF', 'shell-download-run 3'],
])('of two lines: %s', (text, expected) => {
  expect(told(`#!/bin/bash\n${text}\n`)).toEqual([expected]);
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

test('what takes another user of the machine is told more quietly of a workflow', () => {
  const { issues } = scanShell({ path: '.github/workflows/a.yml', text: 'chmod 777 a\n', check: 'workflows' });
  expect(issues).toMatchObject([{ level: 'note', confidence: 'low' }]);
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

test.each(['curl', 'wget', 'mysql', 'mkdir'])('a line of %s many thousand times is read to its end', (word) => {
  expect(told(`${`${word} `.repeat(60_000)}; curl -k https://example.org/x\n`)).toEqual(['shell-insecure-download 1']);
});

test('of thousands of here-documents those that end are left out', () => {
  const open = Array.from({ length: 20_000 }, (_, at) => `cat <<E${at}`).join('\n');
  expect(told(`${open}\ncat <<END\nchmod 777 a\nEND\nchmod 777 b\n`)).toEqual(['shell-open-mode 20004']);
});

test('each says where more stands about it, and shows the quotation mark that ends it', () => {
  const { issues } = scanShell({ path: 'a.sh', text: 'eval "$1"\ncurl -k https://example.org/x -o x\n' });
  expect(issues.map(({ url, places: [{ note }] }) => `${note} ${url}`)).toEqual([
    'eval "$1" https://cwe.mitre.org/data/definitions/78.html',
    'curl -k https://example.org/x -o x https://cwe.mitre.org/data/definitions/295.html',
  ]);
});
