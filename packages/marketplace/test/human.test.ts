import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { listText, searchText, updateText } from '../src/human.ts';
import { inspectionText } from '../src/human/inspection-text.ts';
import { permissionWords, unheldWords } from '../src/human/permission-words.ts';
import { sizeText } from '../src/human/size-text.ts';
import type { Inspection } from '../src/index.ts';

const page = { style: createStyle(false), columns: 80 };
const inspection: Inspection = {
  script: 'hello',
  package: '@acme/cdev-hello',
  version: '1.0.0',
  description: 'Says hello',
  registry: 'https://npm.acme.example/',
  integrity: 'sha512-',
  trust: { tier: 'listed', reason: 'Acme names it; this version was not reviewed' },
  ownership: { maintainers: ['ada', 'bea'], publisher: 'GitHub Actions', isByWorkflow: true, team: '@acme/tools' },
  repository: undefined,
  published: '2026-11-20T00:00:00Z',
  firstPublished: '2025-01-01T00:00:00Z',
  versions: 7,
  newest: '1.2.0',
  deprecated: 'Use 1.2.0',
  signature: { status: 'valid', detail: 'signature by SHA256:k' },
  provenance: {
    status: 'verified',
    build: {
      repository: 'https://github.com/acme/hello',
      workflow: '.github/workflows/release.yml',
      commit: 'a'.repeat(40),
    },
    isPublishUnlooked: false,
  },
  permissions: undefined,
  env: {},
  installScripts: ['@acme/cdev-hello: postinstall (node x.js)'],
  size: { packed: 300, unpacked: 1234, files: 3 },
  dependencies: { count: 2, size: 1_500_000, withoutSize: 1, deprecated: ['old@1.0.0'] },
  vulnerabilities: { found: [], asked: 'nobody', gaps: ['no advisories are here'] },
  similarTo: { to: 'hullo', distance: 1 },
  trial: undefined,
  risks: [{ name: 'similar-name', text: "its name is one letter away from hullo, which is another's" }],
};

test('an inspection shows all that decides, and never calls checked what was not', () => {
  expect(inspectionText(inspection, page)).toBe(`@acme/cdev-hello 1.0.0  cdev hello
Says hello

  trust       listed  Acme names it; this version was not reviewed
  registry    https://npm.acme.example/
  owner       ada, bea; published by a workflow; @acme/tools
  published   2026-11-20, one of 7 since 2025-01-01; the newest is 1.2.0
  source      not named
  signature   valid, signature by SHA256:k
  provenance  verified: built in https://github.com/acme/hello at aaaaaaaaaaaa by .github/workflows/release.yml
  it may      anything: it does not say what it needs
  size        1 kB in 3 files
  brings      2 packages, 1.5 MB, without 1 whose size nobody tells
  not run     @acme/cdev-hello: postinstall (node x.js)
  known       not checked: no advisories are here
  start       not tried; --try starts it in a temporary folder
  outdated    old@1.0.0

! deprecated: Use 1.2.0
! its name is one letter away from hullo, which is another's (similar-name)
`);
  const trial = {
    starts: true,
    detail: '1.0.0',
    duration: 60,
    bareNode: 30,
    health: 'failed',
    healthDetail: 'git: too old',
  } as const;
  const known = {
    id: 'GHSA-x',
    package: 'old',
    version: '1.0.0',
    severity: 'high',
    title: 'Reads',
    fixed: undefined,
    isMalware: false,
  };
  const text = inspectionText(
    { ...inspection, trial, vulnerabilities: { found: [known], asked: 'the registry', gaps: [] } },
    page,
  );
  expect(text).toContain('  start       60 ms, Node alone 30 ms\n  health      git: too old\n');
  expect(text).toContain(
    '  known       1 vulnerability, says the registry\n              GHSA-x  old@1.0.0  high  Reads\n',
  );
});

describe('permissions in words', () => {
  test('name what is asked, and what Node does not hold', () => {
    const all = { writes: 'anywhere', programs: ['git'], network: ['*', 'a.example'], native: true } as const;
    expect(permissionWords(all)).toEqual([
      'read files',
      'write files anywhere',
      'start git',
      'talk to any host',
      'talk to a.example',
      'load native code',
    ]);
    expect(unheldWords(all)).toEqual([
      'the programs that it starts are held to nothing',
      'native code is held to nothing',
      'its hosts are its own word',
    ]);
    expect(unheldWords(undefined)).toEqual([]);
  });
});

test('lists say what there is, and when there is nothing', () => {
  expect(searchText({ hits: [], gaps: ['x could not be reached'] }, page)).toBe(
    'No script was found\n! not asked: x could not be reached\n',
  );
  expect(listText([], page)).toBe('No script of others was added here\n');
  const added = {
    script: 'a',
    package: 'cdev-a',
    version: '1.0.0',
    tier: 'unknown',
    registry: '',
    place: 'home',
    permissions: undefined,
    addedAt: '',
  } as const;
  expect(
    listText(
      [
        { ...added, state: 'ok' },
        { ...added, script: 'longer', state: 'changed' },
      ],
      page,
    ),
  ).toBe(
    'cdev a       cdev-a 1.0.0  unknown  home  as it was installed\ncdev longer  cdev-a 1.0.0  unknown  home  its files were changed: cdev marketplace add installs it again\n',
  );
  expect(updateText([], page)).toBe('No script of others was added here\n');
  expect([812, 1500, 14_400, 1_234_567].map(sizeText)).toEqual(['812 B', '2 kB', '14 kB', '1.2 MB']);
});
