import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runRecordFile, type RunRecord } from '@cdev/core/cli';
import { appendCalibration } from '@cdev/run-history';
import { appendHealthEntry, healthHistoryFile, type ScriptState } from '@cdev/script-catalogue';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import type { DashboardOptions } from '../src/index.ts';

/** Where the month ends. */
export const now = new Date('2026-11-27T12:00:00Z');
const days = Array.from({ length: 45 }, (_, at) =>
  new Date(now.getTime() - (44 - at) * 86_400_000).toISOString().slice(0, 10),
);

export const planted = {
  slowerFrom: '2026-11-12',
  newErrorOn: '2026-11-18',
  spikeOn: '2026-11-20',
  brokenFrom: '2026-11-26',
};

export interface Month extends AsyncDisposable {
  readonly repository: TempRepo;
  readonly home: string;
}

const names = ['alpha', 'beta', 'gamma', 'delta', 'prüfe-文字-with-a-name-that-is-longer-than-others'];

/** Says what it takes, and otherwise what it was given, a line at a time; `--wait` until it is ended. */
const bin = `#!/usr/bin/env node
const args = process.argv.slice(2);
const option = (name, type, more = {}) => ({ name, type, description: 'The ' + name, isList: false, isOfHouse: false, ...more });
if (args.includes('--describe')) {
  const options = [option('count', 'number', { default: 3 }), option('form', 'string', { choices: ['long', 'short'] }), option('wait', 'boolean'), option('dry-run', 'boolean', { isOfHouse: true }), option('help', 'boolean', { isOfHouse: true })];
  const positionals = [{ name: 'file', description: 'The file', isRequired: true, isList: false }];
  console.log(JSON.stringify({ schemaVersion: 1, script: 'x', version: '1.0.0', summary: 's', commands: [{ name: '', summary: 'Says it', changesWorld: true, positionals, options }, { name: 'other', summary: 'Fails', changesWorld: false, positionals: [], options: [] }] }));
} else {
  console.log('given ' + JSON.stringify(args));
  console.log('\\u001b[31m<b>red</b>\\u001b[0m');
  if (args[0] === 'other') { console.error('it failed'); process.exit(3); }
  if (args.includes('--wait')) setInterval(() => console.log('still here'), 50);
}
`;

/** A workspace of scripts and a home with what 45 days left behind: noise, a slower version, a new error with a bad day, a script that broke. */
export async function month(): Promise<Month> {
  const files: Record<string, string> = {
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    'package.json': '{"name":"desk","private":true}\n',
    'pnpm-lock.yaml': 'a: 1\n',
  };
  for (const [at, name] of names.entries()) {
    const deprecation = name === 'delta' && {
      announced: '2026-11-02',
      warnsFrom: '2026-12-02',
      sunset: '2027-01-31',
      replacement: 'beta',
      guide: 'MIGRATING.md',
      stage: 'announced',
    };
    const manifest = {
      name: at === 4 ? 'cdev-pruefe-with-a-name-that-is-longer-than-others' : `@desk/cdev-${name}`,
      version: '1.1.0',
      description: `Does what ${name} does`,
      bin: { [at === 4 ? 'cdev-pruefe' : `cdev-${name}`]: './bin.js' },
      dependencies: { yaml: at % 2 === 0 ? '^2.9.0' : '^2.8.0', ...(at === 1 && { zod: '^4.0.0' }) },
      cdev: {
        kind: 'script',
        owner: `@desk/${at % 2 === 0 ? 'platform' : 'release'}`,
        priority: 'high',
        stability: 'stable',
        ...(deprecation && { deprecation }),
      },
    };
    files[`packages/p${at}/package.json`] = JSON.stringify(manifest);
    files[`packages/p${at}/bin.js`] = bin;
  }
  const repository = await tempRepo(files);
  const home = join(repository.path, '..', 'home');
  await writeRecords(home);
  await writeHealth(home);
  appendCalibration(home, {
    schemaVersion: 1,
    time: `${days[0]}T00:00:00Z`,
    host: 'ada',
    hostClass: 'linux-x64, a processor',
    node: 'v24.21.0',
    cpu: 100,
  });
  return { repository, home, [Symbol.asyncDispose]: repository.remove };
}

/** The same numbers at every run of the test: a linear congruential generator (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

async function writeRecords(home: string): Promise<void> {
  const random = generator(7);
  const lines = new Map<string, string[]>();
  const add = (record: RunRecord): void => {
    const file = runRecordFile(home, record);
    lines.set(file, [...(lines.get(file) ?? []), JSON.stringify(record)]);
  };
  for (const [script, cpu] of [
    ['cdev-alpha', 300],
    ['cdev-beta', 800],
    ['cdev-gamma', 150],
  ] as const)
    for (const day of days) {
      const isSlower = script === 'cdev-beta' && day >= planted.slowerFrom;
      const common = {
        schemaVersion: 1,
        script,
        command: script,
        version: isSlower ? '1.1.0' : '1.0.0',
        host: 'ada',
        platform: 'linux-x64',
        node: 'v24.21.0',
        peakMemory: 90_000_000,
      } as const;
      for (let run = 0; run < 8; run += 1) {
        const cost = Math.round(cpu * (isSlower ? 1.25 : 1) * (0.98 + 0.04 * random()));
        add({
          ...common,
          start: `${day}T0${run}:00:00.000Z`,
          duration: cost * 2,
          cpu: cost,
          status: 'ok',
          exitCode: 0,
        });
      }
      const fails = (errorCode: string, count: number): void => {
        for (let at = 0; at < count; at += 1)
          add({
            ...common,
            start: `${day}T10:0${at}:00.000Z`,
            duration: 20,
            cpu: 15,
            status: 'error',
            exitCode: 1,
            errorCode,
          });
      };
      if (script === 'cdev-gamma' && day.endsWith('5')) fails('CDEV_E_CLI_USAGE', 1);
      if (script === 'cdev-alpha' && day >= planted.newErrorOn)
        fails('CDEV_E_ALPHA_LOST', day === planted.spikeOn ? 9 : 1);
    }
  for (const [file, text] of lines) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${text.join('\n')}\n`);
  }
}

async function writeHealth(home: string): Promise<void> {
  for (const day of days) {
    const state = (script: string): ScriptState =>
      script === 'gamma' && day >= planted.brokenFrom
        ? 'broken'
        : script === 'alpha' && day === '2026-11-15'
          ? 'degraded'
          : 'healthy';
    appendHealthEntry(healthHistoryFile(home), {
      schemaVersion: 1,
      time: `${day}T05:00:00.000Z`,
      host: 'ada',
      origin: 'workspace',
      scripts: names.slice(0, 4).map((script) => ({
        script,
        version: '1.1.0',
        node: '24.21.0',
        state: state(script),
        duration: 900,
        ...(state(script) !== 'healthy' && { reason: 'smoke: ended with 3, and said "no such file"' }),
      })),
    });
  }
}

/** This package as a project has it installed. */
export async function installSelf(project: string): Promise<void> {
  const folder = join(project, 'node_modules', '@cdev');
  await mkdir(folder, { recursive: true });
  await rm(join(folder, 'dashboard'), { force: true });
  await symlink(fileURLToPath(new URL('..', import.meta.url)), join(folder, 'dashboard'));
}

/** What a command line without options asks for. */
export const plainOptions: DashboardOptions = {
  last: 30 * 86_400_000,
  isReadOnly: false,
  host: undefined,
  port: 0,
  folder: undefined,
};
