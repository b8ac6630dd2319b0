import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import AjvDraft04 from 'ajv-draft-04';
import { createStyle } from '@cdev/core/cli';
import { fillExample } from '@cdev/secret-rules';
import type { SecurityIssue } from '@cdev/security-issue';
import { tempRepo, testContext } from '@cdev/test-kit';
import { githubAnnotations } from '../../src/report/github-annotations.ts';
import { toSarif } from '../../src/report/sarif.ts';
import { securityText } from '../../src/report/security-text.ts';
import { securityCheck, type SecurityReport } from '../../src/security-check.ts';
import { checkOptions } from '../check-options.ts';

async function sample(): Promise<SecurityReport> {
  await using repo = await tempRepo({
    'src/ä b.ts': `const a = '${fillExample('npm_{a62:36}', 1)}';\n`,
    'old.env': `STRIPE=${fillExample('sk_live_{a62:24}')}\n`,
    'c.ts': `const c = '${fillExample('npm_{a62:36}', 3)}'; // cdev-ignore-secret: revoked\n`,
  });
  await repo.commit('Out', { 'old.env': '' });
  const context = testContext({ cwd: repo.path });
  return (
    await securityCheck(
      {
        only: [],
        staged: false,
        since: undefined,
        unreachable: false,
        refresh: false,
        offline: true,
        vex: [],
        baseline: undefined,
        rules: undefined,
        failOn: 'warning',
      },
      context,
    )
  ).result;
}

async function schema(): Promise<ReturnType<InstanceType<typeof AjvDraft04.default>['compile']>> {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const read = JSON.parse(await readFile(schemaFile, 'utf8')) as object;
  return new AjvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(read);
}

describe('SARIF', () => {
  test('is valid by the schema of SARIF 2.1.0, and a wrong one is not', async () => {
    const validate = await schema();
    const log = toSarif(await sample(), '1.2.3');
    expect(validate(JSON.parse(JSON.stringify(log))) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...log, version: '3.0' })).toBe(false);
    expect(validate({ ...log, runs: [{ tool: {} }] })).toBe(false);
  });

  test('a flow of data is a code flow, from where it comes to where it does harm, valid by the schema', async () => {
    await using repo = await tempRepo({
      'a.ts': "import { exec } from 'node:child_process';\nconst name = process.argv[2];\nexec(`ls ${name}`);\n",
    });
    const { result } = await securityCheck(
      {
        ...checkOptions,
        only: ['code'],
      },
      testContext({ cwd: repo.path }),
    );
    const log = JSON.parse(JSON.stringify(toSarif(result, '1.2.3'))) as {
      runs: [{ results: { codeFlows?: { threadFlows: { locations: { location: Location }[] }[] }[] }[] }];
    };
    interface Location {
      physicalLocation: { region: { startLine: number } };
    }
    const [flow] = log.runs[0].results.flatMap(({ codeFlows }) => codeFlows ?? []);
    const lines = flow?.threadFlows[0]?.locations.map(({ location }) => location.physicalLocation.region.startLine);
    expect(lines?.at(0)).toBe(2);
    expect(lines?.at(-1)).toBe(3);
    const validate = await schema();
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    if (flow) flow.threadFlows = [];
    expect(validate(log)).toBe(false);
  });

  test('the help of a rule has the three steps, as text and as Markdown', async () => {
    const { runs } = toSarif(await sample(), '1.2.3') as unknown as {
      runs: [{ tool: { driver: { rules: { id: string; help: { text: string; markdown?: string } }[] } } }];
    };
    const help = runs[0].tool.driver.rules.find(({ id }) => id === 'npm-token')?.help;
    expect(help?.text).toMatch(/Revoke: npm token list.* Was it used\? .* Instead: Trusted publishing/);
    expect(help?.markdown).toMatch(/\n1\. \*\*Revoke\*\*: .*npm token revoke \\<id>.*\n2\. .*\n3\. /);
  });

  test('says where, which rule, and what is known; never the secret', async () => {
    const text = JSON.stringify(toSarif(await sample(), '1.2.3'));
    const { runs } = JSON.parse(text) as {
      runs: [
        {
          results: {
            ruleId: string;
            locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
            suppressions?: { kind: string }[];
          }[];
        },
      ];
    };
    const results = runs[0].results.map(({ ruleId, locations, suppressions }) => [
      ruleId,
      locations[0]?.physicalLocation.artifactLocation.uri,
      suppressions?.[0]?.kind,
    ]);
    expect(results).toEqual([
      ['stripe-secret-key', 'old.env', undefined],
      ['npm-token', 'src/%C3%A4%20b.ts', undefined],
      ['npm-token', 'c.ts', 'inSource'],
    ]);
    expect(text).not.toContain(fillExample('npm_{a62:36}', 1).slice(8));
  });
});

test('annotations of GitHub escape what would end them', async () => {
  const report = await sample();
  const first = report.secrets.find(({ level }) => level === 'warning');
  if (!first) throw new Error('nothing found');
  const place = { surface: 'worktree', path: 'a,b:c%\n.ts', line: 3, column: 5 } as const;
  expect(githubAnnotations({ ...report, secrets: [{ ...first, places: [place] }] })).toMatch(
    /^::warning file=a%2Cb%3Ac%25%0A\.ts,line=3,col=5,title=This looks like an access token of npm::npm_[^\n]*\n$/,
  );
});

describe('text', () => {
  const page = { style: createStyle(false), columns: 100, all: false };
  test('what to do first comes first, with value, places, reason and step', async () => {
    const text = securityText(await sample(), page);
    expect(text).toMatch(
      /^✗ error {2}a secret key of Stripe[\s\S]*\n! warning {2}an access token of npm {2}[0-9a-f]{12}\n {4}value {6}npm_.{2}… \(40 characters\)\n {4}work tree {2}src\/ä b\.ts:1:12\n/,
    );
    expect(text).toContain('→ Make it worthless: npm token revoke <token>');
    expect(text).toContain('1 finding known by a comment with a reason');
    expect(text).toMatch(/not run {2}vulnerabilities +[a-z]/);
    for (const row of text.split('\n')) expect(row.length).toBeLessThanOrEqual(120);
  });
  test('how they are made worthless is told once for each provider, at every width whole', async () => {
    const report = await sample();
    const npm = report.secrets.find(({ provider }) => provider === 'npm');
    if (!npm) throw new Error('nothing found');
    const twice = { ...report, secrets: [...report.secrets, { ...npm, secretId: 'f'.repeat(32) }] };
    for (const columns of [80, 100, 160]) {
      const text = securityText(twice, { ...page, columns });
      expect(text.match(/→ Make what is of .* worthless/g)).toEqual([
        '→ Make what is of Stripe worthless',
        '→ Make what is of npm worthless',
      ]);
      expect(text.match(/\n {4}(revoke|used\?|instead) /g)?.length).toBe(6);
      for (const { revoke, audit, replace } of report.rotations)
        for (const step of [revoke, audit, replace]) expect(text.replaceAll(/\s+/g, ' ')).toContain(step);
    }
    expect(report.rotations.map(({ provider }) => provider)).toEqual(['Stripe', 'npm']);
  });
  test.each([80, 100, 160])('nothing is cut at %d columns, and only an address is longer', (columns) => {
    const gap =
      'no answer [CDEV_E_REGISTRY_UNREACHABLE]: https://packages.example could not be reached: connection refused';
    const issue: SecurityIssue = {
      check: 'code',
      ruleId: 'archive-path-traversal',
      title: 'A shell runs a command line that has text from outside in it, and an entry of an archive is written',
      level: 'error',
      severity: 'high',
      confidence: 'high',
      reasons: ['pull_request_target runs it with the rights of the repository'],
      places: [
        { path: 'src/a.ts', line: 12, column: 4, role: 'sink', note: 'x'.repeat(120) },
        { path: 'src/a-longer-name.ts', line: 120, column: 14, role: 'source', note: 'short' },
      ],
      mend: { text: 'Refuse an entry when its path leads out of the folder that is meant, and every link in it too' },
      url: `https://docs.example/${'a'.repeat(90)}`,
      fingerprint: '0123456789abcdef0123456789abcdef',
    };
    const report: SecurityReport = {
      root: '/r',
      secrets: [],
      known: [],
      baseline: { file: '/r/security-baseline.yaml', unused: [] },
      ignoredFiles: [],
      counts: { error: 1, warning: 0, note: 0 },
      rotations: [],
      surfaces: [],
      issues: [issue],
      knownIssues: [],
      checks: [
        { check: 'secrets', status: 'not-run', detail: 'it was not asked for', gaps: [] },
        {
          check: 'vulnerabilities',
          status: 'partly',
          detail: '1,180 packages of 1 lock file, by OSV of 2026-11-27, 0 days old',
          gaps: [gap],
        },
      ],
    };
    const text = securityText(report, { ...page, columns });
    const long = text.split('\n').filter((line) => line.length > columns && !line.includes('https://docs.example'));
    expect(long).toEqual([]);
    const words = text.replaceAll(/\s+/g, ' ');
    for (const whole of [
      issue.title,
      issue.mend.text,
      gap,
      '0 days old',
      'archive-path-traversal 012345670123',
      ' pull_request_target runs it',
    ])
      expect(words).toContain(whole);
  });
  test('of many gaps the first are told, and how to see the others', async () => {
    const gaps = ['1', '2', '3', '4', '5'].map((number) => `gap ${number}`);
    const report = await sample();
    const checks = report.checks.map((check) => (check.check === 'vulnerabilities' ? { ...check, gaps } : check));
    const short = securityText({ ...report, checks }, page);
    expect(short).toMatch(/ gap 1\n +gap 2\n +gap 3\n +and 2 more {2}\(--all shows them\)\n/);
    const long = securityText({ ...report, checks }, { ...page, all: true });
    expect(long).toMatch(/ gap 1\n +gap 2\n +gap 3\n +gap 4\n +gap 5\n(?! +and)/);
  });
});
