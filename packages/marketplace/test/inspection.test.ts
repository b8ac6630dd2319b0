import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, jest, test } from '@jest/globals';
import { inspect } from '../src/index.ts';
import { isForThisMachine } from '../src/installation/install-package.ts';
import { ownerChange, type Ownership } from '../src/inspection/ownership.ts';
import { editDistance, similarName } from '../src/inspection/similar-name.ts';
import { asked, packScript, packWords, shelf } from './shelf.ts';

jest.setTimeout(120_000);

const inspecting = { ...asked, spec: '@acme/cdev-hello', tries: false } as const;

describe('an inspection', () => {
  test('tells what a script brings, reads and may do, and what the registry says of it', async () => {
    await using shop = await shelf([
      packScript({
        dependencies: { 'acme-words': '^1.0.0' },
        repository: { type: 'git', url: 'git+https://github.com/acme/hello.git' },
        cdev: { owner: '@acme/tools', env: { ACME_TOKEN: 'to ask Acme' }, permissions: { network: ['acme.example'] } },
      }),
      packWords('1.2.0', { dist: { unpackedSize: 2048 } }),
    ]);
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const serveKeys = (): void =>
      void shop.registry.fault({
        kind: 'status',
        status: 200,
        path: '-/npm/v1/keys',
        body: JSON.stringify({ keys: [{ keyid: 'SHA256:k', key }] }),
      });
    const first = await inspect(inspecting, shop.context());
    expect(first).toMatchObject({
      status: 'ok',
      result: {
        script: 'hello',
        version: '1.0.0',
        trust: { tier: 'unknown' },
        ownership: { maintainers: ['ada'], publisher: 'ada', isByWorkflow: false, team: '@acme/tools' },
        repository: 'https://github.com/acme/hello',
        signature: { status: 'not-run' },
        provenance: { status: 'none', mayBeKept: false },
        permissions: { writes: 'nothing', network: ['acme.example'] },
        env: { ACME_TOKEN: 'to ask Acme' },
        dependencies: { count: 1, size: 2048, withoutSize: 0, deprecated: [] },
        vulnerabilities: { found: [], asked: 'the registry', gaps: [] },
      },
    });
    serveKeys();
    await shop.registry.put(packScript({ name: '@acme/cdev-unsigned' }));
    const unsigned = await inspect({ ...inspecting, spec: '@acme/cdev-unsigned@1.0.0' }, shop.context());
    expect(unsigned.result.signature.status).toBe('none');
    const text = `@acme/cdev-signed@1.0.0:${first.result.integrity}`;
    const sig = sign('sha256', Buffer.from(text), keys.privateKey).toString('base64');
    await shop.registry.put(
      packScript({ name: '@acme/cdev-signed', dist: { signatures: [{ keyid: 'SHA256:k', sig }] } }),
    );
    await expect(inspect({ ...inspecting, spec: '@acme/cdev-signed' }, shop.context())).rejects.toMatchObject({
      code: 'CDEV_E_MARKETPLACE_REFUSED',
      message: expect.stringContaining('the signature with the key SHA256:k is not of these bytes'),
    });
  });

  test('starts a script only when asked, without credentials, and says what does not start', async () => {
    const spying =
      "console.log(process.env.npm_config_registry ?? 'nothing', process.env.HOME.includes('cdev-marketplace-'));\n";
    await using shop = await shelf([
      packScript({}, { 'hello.cjs': spying }),
      packScript({ name: 'cdev-broken' }, { 'hello.cjs': 'throw new Error("no")\n' }),
    ]);
    const { result } = await inspect({ ...inspecting, tries: true }, shop.context());
    expect(result.trial).toMatchObject({ starts: true, detail: 'nothing true', health: 'not-run' });
    const broken = await inspect({ ...inspecting, spec: 'cdev-broken', tries: true }, shop.context());
    expect(broken).toMatchObject({
      status: 'findings',
      result: { trial: { starts: false, duration: undefined, detail: expect.stringContaining('no') } },
    });
  });

  test.each(['../x', 'a b', '@acme', 'x@', '@acme/', 'git+https://x/y', './x.tgz'])(
    'takes no spec like %j',
    async (spec) => {
      await using shop = await shelf([]);
      await expect(inspect({ ...inspecting, spec }, shop.context())).rejects.toMatchObject({
        code: 'CDEV_E_MARKETPLACE_SPEC',
      });
    },
  );

  test('says what is not there, by name, version and tag', async () => {
    await using shop = await shelf([packScript()]);
    for (const spec of [
      'cdev-nobody',
      '@acme/cdev-hello@7.0.0',
      '@acme/cdev-hello@next',
      '@acme/cdev-hello@constructor',
    ])
      await expect(inspect({ ...inspecting, spec }, shop.context())).rejects.toMatchObject({
        code: 'CDEV_E_MARKETPLACE_NOT_FOUND',
        message: `${spec} is not in ${shop.registry.url}`,
      });
  });
});

describe('names', () => {
  test.each([
    ['cdev-prepubish', { to: 'prepublish', distance: 1 }],
    ['@evil/cdev-securtiy-check', { to: 'security-check', distance: 1 }],
    ['cdev-dashbroad', { to: 'dashboard', distance: 2 }],
    ['cdev-deploi', { to: 'deploy', distance: 1 }],
    ['@cdv/anything', { to: '@cdev', distance: 1 }],
    ['@acme/cdev-wrods', { to: 'words', distance: 1 }],
    ['cdev-depot', undefined],
    ['cdev-hello', undefined],
    ['cdev-ran', undefined],
    ['@acme/cdev-words', undefined],
    ['@cdev/prepubish', undefined],
  ])('%s is near %j', (name, expected) => {
    expect(similarName(name, ['@acme/cdev-words'])).toEqual(expected);
  });

  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('from %j to %j are %i slips', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

test.each<[string, Partial<Ownership>, RegExp | undefined]>([
  ['the same hands', {}, undefined],
  ['one more maintainer', { maintainers: ['ada', 'bea'] }, undefined],
  ['other hands', { maintainers: ['mallory'] }, /were ada, cid and are mallory now/],
  ['nobody', { maintainers: [] }, /are nobody now/],
  ['a stranger publishes', { maintainers: ['ada', 'mallory'], publisher: 'mallory' }, /^mallory published it/],
  ['another of them publishes', { publisher: 'cid' }, undefined],
  ['a workflow publishes', { publisher: 'GitHub Actions', isByWorkflow: true }, undefined],
])('ownership: %s', (_, more, expected) => {
  const after = { maintainers: ['ada'], publisher: 'ada', isByWorkflow: false, team: undefined, ...more };
  const told = ownerChange({ maintainers: ['ada', 'cid'], publisher: 'ada' }, after);
  if (expected) expect(told).toMatch(expected);
  else expect(told).toBeUndefined();
});

test('packages for other machines are left out when they are optional, and only then', () => {
  const one = { path: 'node_modules/x', name: 'x', version: '1.0.0', integrity: '' };
  const other = process.platform === 'linux' ? 'darwin' : 'linux';
  const fits = (more: object): boolean => isForThisMachine({ ...one, ...more });
  expect(fits({ isOptional: true, os: [other] })).toBe(false);
  expect(fits({ os: [other] })).toBe(true);
  expect(fits({ isOptional: true, os: [process.platform], cpu: [process.arch] })).toBe(true);
  expect(fits({ isOptional: true, os: [`!${process.platform}`] })).toBe(false);
  expect(fits({ isOptional: true, os: [`!${other}`], cpu: [] })).toBe(true);
});
