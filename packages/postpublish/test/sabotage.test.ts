import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { writeDistributionManifest } from '@cdev/distribution-manifest';
import { fakeGithub, fakeGithubToken, runBin, type BinResult, type FakeGithub } from '@cdev/test-kit';
import { postpublish, type ReleaseReport } from '../src/index.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

// npm publishes for real, once; then the built bin is run on what was made of it.
jest.setTimeout(120_000);

const names = ['words', 'greet', 'cli'] as const;
const only = ['visible', 'integrity', 'dist-tag', 'size', 'tag'] as const;
const quick = ['--only', only.join(','), '--max-wait', '0', '--quiet'];

let release: PublishedRelease;
let github: FakeGithub;
const tarballs = new Map<string, Buffer>();

beforeAll(async () => {
  release = await packedRelease();
  github = await fakeGithub();
  github.put('acme/app');
  const manifest = { ...release.manifest, git: { ...release.manifest.git!, remote: 'git@github.com:acme/app.git' } };
  await writeDistributionManifest(release.manifestFile, manifest);
  for (const name of names) {
    await release.publish(name);
    tarballs.set(name, await readFile(join(dirname(release.manifestFile), release.one(name).tarball)));
  }
});
afterAll(async () => {
  await github.close();
  await release[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await restore();
  await rm(join(dirname(release.manifestFile), 'postpublish-journal.ndjson'), { force: true });
  for (const name of names) {
    const tag = `@acme/${name}@1.1.0`;
    await release.repo.git('tag', '-d', tag).catch(() => {});
    await release.repo.git('push', '-q', 'origin', `:refs/tags/${tag}`).catch(() => {});
  }
});
afterEach(() => release.registry.clearFaults());

/** The registry as npm's publish left it. */
async function restore(): Promise<void> {
  release.registry.clearFaults();
  for (const name of names) {
    release.registry.remove(`@acme/${name}`);
    await release.registry.put(tarballs.get(name)!);
  }
}

function start(argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<BinResult> {
  const { repo } = release;
  return runBin('postpublish', [...quick, ...argv], {
    cwd: repo.path,
    env: { ...release.env, ...env },
    timeLimit: 60_000,
  });
}

const tags = (): Promise<string> => release.repo.git('ls-remote', '--tags', 'origin');

/**
 * What was sabotaged is right again: the next run completes what was left, and the one after it changes nothing. That one is made here: another start of the
 * program would show nothing of the journal and the registry that this does not.
 */
async function expectCompleted(argv: readonly string[] = []): Promise<void> {
  const second = await start(argv);
  expect(`${second.exitCode} ${second.stdout}`).toMatch(/^0 [^]*✓ Complete: 3 of 3 packages visible, as packed/);
  expect(await tags()).toContain('refs/tags/@acme/cli@1.1.0^{}');
  const before = { tags: await tags(), requests: release.registry.requests.length };
  const options = { accepted: argv.includes('--accepted'), mend: argv.includes('--mend') };
  const third = await postpublish({ ...defaults, only, ...options }, release.context({ yes: argv.includes('--yes') }));
  const { outcome, changed } = third.result as ReleaseReport;
  expect({ status: third.status, outcome, changed }).toEqual({ status: 'ok', outcome: 'complete', changed: false });
  expect(await tags()).toBe(before.tags);
  const writes = release.registry.requests.slice(before.requests).filter((line) => !line.startsWith('GET'));
  expect(writes).toEqual([]);
}

interface Sabotage {
  readonly does: () => unknown;
  readonly argv?: readonly string[];
  readonly exitCode: number;
  /** In this order in what is printed. */
  readonly told: readonly RegExp[];
}

test.each<[string, Sabotage]>([
  [
    'the registry announces another integrity',
    {
      does: () => release.registry.fault({ kind: 'wrong-integrity', path: /^@acme\/words/ }),
      exitCode: 1,
      told: [/✗ +integrity .*announce/, /held back: integrity of @acme\/words@1\.1\.0 failed/, /✗ Failed: /],
    },
  ],
  [
    'it serves other bytes',
    {
      does: () => release.registry.fault({ kind: 'wrong-bytes', path: /^@acme\/words.*\.tgz$/ }),
      exitCode: 1,
      told: [/✗ +integrity /, /held back: integrity of @acme\/words@1\.1\.0 failed/, /✗ Failed: /],
    },
  ],
  [
    'another tarball was published',
    {
      does: async () => {
        release.registry.remove('@acme/words');
        const content = { 'index.js': 'export const hello = () => "bye";\n' };
        await release.registry.put(await otherTarball(tarballs.get('words')!, content));
      },
      exitCode: 1,
      told: [/✗ +integrity +another tarball .*: it has another/, /npm deprecate @acme\/words@1\.1\.0 /, /✗ Failed: /],
    },
  ],
  [
    'the version is under another tag',
    {
      does: async () => {
        release.registry.remove('@acme/cli');
        await release.registry.put(await otherTarball(tarballs.get('cli')!, {}, '1.0.0'));
        await release.publish('cli', { tag: 'next' });
      },
      exitCode: 1,
      told: [
        /✗ +dist-tag +latest leads to 1\.0\.0, not to 1\.1\.0; it is under next/,
        /→ npm dist-tag add @acme\/cli@1\.1\.0 latest/,
        /✗ Failed: /,
      ],
    },
  ],
  [
    'half of the packages are there',
    {
      does: () => {
        release.registry.remove('@acme/greet');
        release.registry.remove('@acme/cli');
      },
      exitCode: 1,
      told: [/✗ +visible /, /→ npm publish \.\/acme-greet-1\.1\.0\.tgz --tag latest/, /1 of 3 packages visible/],
    },
  ],
  [
    'the registry answers 500',
    {
      does: () => release.registry.fault({ kind: 'status', status: 500, path: /^@acme\/greet/ }),
      exitCode: 75,
      told: [/– +visible .*500/, /… The registry could not answer: 2 of 3 packages visible/],
    },
  ],
  [
    'it closes every connection',
    {
      does: () => release.registry.fault({ kind: 'reset' }),
      exitCode: 75,
      told: [/– +visible .*could not be reached/, /… The registry could not answer: 0 of 3 packages visible/],
    },
  ],
  [
    'what was accepted is not visible yet',
    {
      does: () => release.registry.fault({ kind: 'hide', name: '@acme/cli', version: '1.1.0' }),
      argv: ['--accepted'],
      exitCode: 75,
      told: [/– +visible +accepted, not yet visible/, /→ Run the same command again; do not publish it again/, /… /],
    },
  ],
])('%s: told, nothing tagged, and completed by the next run', async (_, { does, argv = [], exitCode, told }) => {
  await does();
  const first = await start(argv);
  expect(`${first.exitCode} ${first.stdout}`).toMatch(new RegExp(`^${exitCode} `));
  let rest = first.stdout;
  for (const words of told) {
    expect(rest).toMatch(words);
    rest = rest.slice(rest.search(words));
  }
  expect(await tags()).toBe('');
  await restore();
  await expectCompleted(argv);
});

test('the registry is slow, and fails now and then: one run is enough', async () => {
  const before = release.registry.requests.length;
  release.registry.fault({ kind: 'slow', milliseconds: 100 });
  release.registry.fault({ kind: 'status', status: 503, path: /^@acme\/cli/, times: 2 });
  await expectCompleted(['--max-wait', '30s']);
  const asked = release.registry.requests.slice(before).map((line) => decodeURIComponent(line));
  // Both that failed were asked again, beside the run that changes nothing.
  expect(asked.filter((line) => line.startsWith('GET /@acme/cli')).length).toBeGreaterThan(
    asked.filter((line) => line.startsWith('GET /@acme/words')).length,
  );
});

test('a half-published workspace is completed by --mend after a yes, and by nothing without one', async () => {
  release.registry.remove('@acme/cli');
  const unasked = await start(['--mend']);
  expect(`${unasked.exitCode} ${unasked.stderr}`).toMatch(/^2 [^]*CDEV_E_CLI_/);
  expect(release.registry.packument('@acme/cli')).toBeUndefined();
  const mended = await start(['--mend', '--yes']);
  expect(`${mended.exitCode} ${mended.stdout}`).toMatch(/^0 [^]*✓ +publish +@acme\/cli@1\.1\.0/);
  await expectCompleted(['--mend', '--yes']);
});

describe('GitHub', () => {
  const argv = ['@acme/words', '--only', 'release'];
  const access = () => ({ ...github.env, GITHUB_TOKEN: fakeGithubToken });

  test.each<[number, object, RegExp]>([
    [403, { message: 'Resource not accessible by integration' }, /GitHub answered 403 .*not accessible/],
    [422, { message: 'Validation Failed', errors: [{ field: 'tag_name', code: 'invalid' }] }, /422 .*tag_name invalid/],
  ])('refuses the release with %i once: told, and made by the next run', async (status, body, words) => {
    const before = github.releases('acme/app').length;
    // Asked for the tag and for the list; then the draft is refused.
    github.script(undefined, undefined, { status, body });
    const first = await start(argv, access());
    expect(`${first.exitCode} ${first.stdout.replaceAll(/\n +/g, ' ')}`).toMatch(
      new RegExp(`^1 [^]*✗ +release [^]*${words.source}`),
    );
    expect(first.stdout + first.stderr).not.toContain(fakeGithubToken);
    expect(github.releases('acme/app')).toHaveLength(before);
    expect((await start(argv, access())).stdout).toMatch(
      /✓ +release .*https:\/\/github\.com\/acme\/app\/releases\/tag/,
    );
    const third = await start(argv, access());
    expect(third.stdout).toMatch(/✓ +release .*already: [^]*Nothing was changed\./);
    expect(github.releases('acme/app')).toHaveLength(before + 1);
    // The next of the table begins anew.
    github.put('acme/app');
    (github.releases('acme/app') as unknown[]).length = 0;
  });
});
