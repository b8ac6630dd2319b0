import { expect, test } from '@jest/globals';
import type { AddedScript, ScriptPermissions } from '@cdev/added-script';
import { changesOf, updateRisks } from '../src/changes-of.ts';
import type { Inspected } from '../src/inspect.ts';

const limits: ScriptPermissions = { writes: 'nothing', programs: ['git'], network: [], native: false };
const one = (name: string, version: string) => ({ path: `node_modules/${name}`, name, version, integrity: '' });
const before: AddedScript = {
  name: 'hello',
  package: 'cdev-hello',
  version: '1.10.0',
  registry: 'https://npm.acme.example/',
  integrity: '',
  addedAt: '',
  tier: 'reviewed',
  maintainers: ['ada', 'bea'],
  publisher: 'ada',
  permissions: limits,
  files: '',
  bin: 'x.js',
  packages: [one('cdev-hello', '1.10.0'), one('gone', '1.0.0'), one('kept', '1.0.0'), one('moved', '1.0.0')],
};

/** The parts of what was looked into that are compared. */
function inspected(more: {
  readonly version?: string;
  readonly permissions?: ScriptPermissions | undefined;
  readonly now?: object;
}): Inspected {
  const { version = '1.10.0', now = {} } = more;
  const permissions = 'permissions' in more ? more.permissions : limits;
  const ownership = { maintainers: ['ada', 'bea'], publisher: 'ada', isByWorkflow: false, team: undefined };
  return {
    candidate: { permissions },
    needs: { packages: before.packages, installScripts: [] },
    inspection: { version, trust: { tier: 'reviewed' }, ownership, risks: [], ...now },
  } as unknown as Inspected;
}

const texts = (found: Inspected): readonly string[] =>
  changesOf(before, found).map(({ what, text, isMore }) => `${isMore ? '!' : ' '} ${what} ${text}`);

test('changes are told one by one, and what is more than before is marked', () => {
  expect(texts(inspected({ version: '1.11.0' }))).toEqual(['  version 1.10.0 → 1.11.0']);
  // Newest is what the registry calls newest.
  expect(texts(inspected({ version: '1.9.0' }))).toEqual(['! version 1.10.0 → 1.9.0']);
  const found = inspected({
    version: '2.0.0',
    permissions: { ...limits, programs: [], network: ['*'] },
    now: {
      trust: { tier: 'unknown' },
      ownership: { maintainers: ['bea', 'cid'], publisher: 'cid', isByWorkflow: false, team: undefined },
      deprecated: 'Use another',
    },
  });
  const packages = [one('cdev-hello', '2.0.0'), one('kept', '1.0.0'), one('moved', '1.1.0'), one('new', '1.0.0')];
  expect(texts({ ...found, needs: { ...found.needs, packages, installScripts: ['new: install'] } })).toEqual([
    '  version 1.10.0 → 2.0.0',
    '! permission + talk to any host',
    '  permission - start git',
    '  package - gone 1.0.0',
    '  package moved 1.0.0 → 1.1.0',
    '! package + new 1.0.0',
    '! maintainer + cid',
    '  maintainer - ada',
    '  publisher ada → cid',
    '  trust reviewed → unknown',
    '  install-script new: install, which is not run',
    '! deprecation Use another',
  ]);
  expect(updateRisks(before, found).map(({ name, text }) => `${name}: ${text}`)).toEqual([
    'owner-changed: cid published it, who was not among its maintainers (ada, bea)',
    'more-permissions: it may do more: talk to any host',
  ]);
});

test('a script that says nothing any more may do anything, and one that begins to say so may do less', () => {
  const silent = inspected({ permissions: undefined });
  expect(texts(silent).slice(1)).toEqual(['! permission + anything: it does not say what it needs']);
  const { permissions: _, ...unlimited } = before;
  expect(
    changesOf(unlimited, inspected({}))
      .slice(1)
      .map(({ text, isMore }) => [text, isMore]),
  ).toEqual([
    ['+ read files', false],
    ['+ start git', false],
    ['- anything: it does not say what it needs', false],
  ]);
  expect(updateRisks(unlimited, inspected({}))).toEqual([]);
});
