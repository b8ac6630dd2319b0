import { expect, test } from '@jest/globals';
import type { AddedScript, ScriptPermissions } from '@cdev/added-script';
import { changesOf, updateRisks } from '../src/changes-of.ts';
import type { Inspected } from '../src/inspect.ts';
import type { Provenance } from '../src/inspection/provenance-of.ts';

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

const none: Provenance = { status: 'none', detail: '', mayBeKept: true };
const builtIn = (repository: string): Provenance => ({
  status: 'verified',
  build: { repository, workflow: undefined, commit: undefined },
  isPublishUnlooked: false,
});

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
    inspection: { version, trust: { tier: 'reviewed' }, ownership, provenance: none, risks: [], ...now },
  } as unknown as Inspected;
}

const texts = (found: Inspected): readonly string[] =>
  changesOf(before, found).map(({ what, text, isMore }) => `${isMore ? '!' : ' '} ${what} ${text}`);

test('changes are told one by one, and what is more than before is marked', () => {
  expect(texts(inspected({ version: '1.11.0' }))).toEqual(['  version 1.10.0 → 1.11.0']);
  // Newest is what the registry calls newest.
  expect(texts(inspected({ version: '1.9.0' }))).toEqual(['! version 1.10.0 → 1.9.0']);
  expect(texts(inspected({ version: '1.10.0-rc.2' }))).toEqual(['! version 1.10.0 → 1.10.0-rc.2']);
  expect(texts(inspected({ version: '1.10.1-rc.1' }))).toEqual(['  version 1.10.0 → 1.10.1-rc.1']);
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

test.each<[string, string | undefined, Provenance, string | undefined, string | undefined]>([
  [
    'begins to be proven',
    undefined,
    builtIn('https://github.com/acme/a'),
    '  provenance not proven → built in https://github.com/acme/a',
    undefined,
  ],
  ['stays so', 'https://github.com/acme/a', builtIn('https://github.com/acme/a'), undefined, undefined],
  ['was never', undefined, none, undefined, undefined],
  [
    'is no more',
    'https://github.com/acme/a',
    none,
    '! provenance built in https://github.com/acme/a → not proven',
    'it was built in https://github.com/acme/a before, and nothing proves where this one was',
  ],
  [
    'is elsewhere',
    'https://github.com/acme/a',
    builtIn('https://github.com/mallory/a'),
    '! provenance built in https://github.com/acme/a → built in https://github.com/mallory/a',
    'it was built in https://github.com/acme/a before, and is now in https://github.com/mallory/a',
  ],
  [
    'cannot be asked for',
    'https://github.com/acme/a',
    { status: 'unavailable', detail: '', build: undefined },
    '  provenance built in https://github.com/acme/a → not to be had now',
    undefined,
  ],
])('where it was built %s', (_, was, now, change, risk) => {
  const known = { ...before, ...(was !== undefined && { builtIn: was }) };
  const found = inspected({ now: { provenance: now } });
  const told = changesOf(known, found).slice(1);
  expect(told.map(({ what, text, isMore }) => `${isMore ? '!' : ' '} ${what} ${text}`)).toEqual(
    change === undefined ? [] : [change],
  );
  expect(updateRisks(known, found).map(({ name, text }) => [name, text])).toEqual(
    risk === undefined ? [] : [['provenance', risk]],
  );
});
