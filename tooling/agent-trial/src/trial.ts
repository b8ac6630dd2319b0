import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { startScriptedModel, type Part } from './scripted-model.ts';
import { makeTrialRepository } from './trial-repository.ts';
import { killInTheMiddle } from './kill-in-the-middle.ts';
import { binOf, createRunner } from './run-script.ts';
import { sessionIn, statesOf } from './states-of.ts';
import { takeOverInTheMiddle } from './take-over-in-the-middle.ts';
import { workOnAFleet } from './work-on-a-fleet.ts';
import type { Assistant } from './assistants.ts';

/** Something that was looked at, and whether it is as it must be. */
export interface Finding {
  readonly what: string;
  readonly isWell: boolean;
  readonly detail: string;
}

export interface TrialSetting {
  readonly assistant: Assistant;
  /** The folder of its program. */
  readonly bins: string;
  /** An empty folder, not below the temporary folder: Codex refuses that for its home. */
  readonly folder: string;
  /** A line of the transcript. */
  readonly tell: (line: string) => void;
}

const made = (name: string): Part['steps'][number] => ({ write: `src/${name}/made.txt`, content: `made by ${name}\n` });
const done = { say: 'All done.' };

/** Four that work at once (one writes, one steps outside, one is denied all it wants, one meets a full service), then one that is killed and goes on. */
export async function trial({ assistant, bins, folder, tell }: TrialSetting): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const look = (what: string, isWell: boolean, detail = ''): void => {
    findings.push({ what, isWell, detail });
    tell(`${isWell ? '✓' : '✗'} ${what}${isWell || detail === '' ? '' : `: ${detail}`}`);
  };
  const outside = join(folder, 'outside.txt');
  const inMain = join(folder, 'repository', 'stolen.txt');
  const parts: Record<string, Part> = {
    written: { steps: [made('written'), done] },
    foreign: {
      steps: [
        made('foreign'),
        { write: 'README.md', content: 'stolen\n' },
        { shell: 'git add -A; git commit --no-verify -m all' },
        done,
      ],
    },
    denied: { steps: [{ write: outside, content: 'x\n' }, done] },
    limited: { steps: [made('limited'), done], faults: [{ request: 1, status: 429 }] },
    killed: {
      steps: [made('killed'), { write: 'src/killed/second.txt', content: 'second\n' }, done],
      faults: [{ request: 2, delay: 120_000 }],
    },
    taken: {
      steps: [made('taken'), { write: 'src/taken/second.txt', content: 'second\n' }, done],
      faults: [{ request: 2, delay: 120_000 }],
    },
    far: { steps: [made('far'), done] },
    boxed: { steps: [made('boxed'), { shell: `echo x > '${inMain}'` }, done] },
  };
  await using model = await startScriptedModel(parts);
  const home = await realpath(folder);
  const env = {
    ...(await assistant.configure(home, model.url)),
    HOME: home,
    CDEV_HOME: join(home, 'cdev'),
    PATH: `${bins}:${process.env['PATH'] ?? ''}`,
  };
  const here = Object.keys(parts).filter((name) => name !== 'far');
  const repository = await makeTrialRepository(join(folder, 'repository'), here);
  const cdev = createRunner(repository, env, tell);
  const first = ['written', 'foreign', 'denied', 'limited'];

  await cdev('spawn-agents', [
    '--run',
    '--driver',
    assistant.name,
    '--max-parallel',
    '4',
    '--dependencies',
    'none',
    '--time-limit',
    '4m',
    ...only(first),
  ]);
  const after = await statesOf(repository);
  const status = (id: string): string => `${after.get(id)?.status} ${after.get(id)?.reasons.join(' ')}`;
  look('written files are there and the agent is done', after.get('written')?.status === 'finished', status('written'));
  look(
    'an agent that a full service (429) sends away tries again by itself',
    after.get('limited')?.status === 'finished' && (model.requests.get('limited') ?? 0) > 2,
    status('limited'),
  );
  look(
    'denied work is not done, whatever the exit code',
    after.get('denied')?.status === 'failed' && !(await isThere(outside)),
    status('denied'),
  );
  look('tokens are counted', (after.get('written')?.tokens ?? 0) > 0, String(after.get('written')?.tokens));

  const watched = await cdev('monitor-agents', ['--once', '--json']);
  const foreign = (JSON.parse(watched) as { data: { agents: { id: string; foreign: string[] }[] } }).data.agents.find(
    ({ id }) => id === 'foreign',
  );
  look('monitor shows the foreign change', foreign?.foreign.includes('README.md') === true, JSON.stringify(foreign));
  const tip = await repository.git('rev-parse', 'cdev/trial/foreign');
  look('git refused the commit of the foreign file, with --no-verify too', tip === repository.plan.base.commit, tip);

  await killInTheMiddle(repository, { assistant, env, tell });
  const cut = (await statesOf(repository)).get('killed');
  look(
    'a killed agent has failed, and its work is kept',
    cut?.status === 'failed' && cut.snapshots.length > 0,
    JSON.stringify(cut?.reasons),
  );
  await cdev('spawn-agents', [
    '--retry',
    'killed',
    '--driver',
    assistant.name,
    '--same-session',
    '--dependencies',
    'none',
    '--time-limit',
    '4m',
  ]);
  const again = (await statesOf(repository)).get('killed');
  look('it goes on and ends well', again?.status === 'finished', JSON.stringify(again?.reasons));
  const sessions = await Promise.all([1, 2].map((attempt) => sessionIn(repository, attempt)));
  look('in the conversation it had', sessions[0] !== undefined && sessions[0] === sessions[1], sessions.join(' and '));

  const takeOver = {
    assistant,
    env,
    tell,
    look,
    bin: binOf('spawn-agents'),
    state: async () => (await statesOf(repository)).get('taken'),
  };
  const isTaken = await takeOverInTheMiddle(repository, takeOver);

  await cdev('spawn-agents', [
    '--run',
    '--driver',
    assistant.name,
    '--dependencies',
    'none',
    '--sandbox',
    '--permissions',
    'all',
    ...only(['boxed']),
  ]);
  const boxed = (await statesOf(repository)).get('boxed');
  look('shut in it does its work', boxed?.status === 'finished', JSON.stringify(boxed?.reasons));
  look('and cannot write into the main working tree', !(await isThere(inMain)));

  await cdev('agent-commit', ['--all']);
  await cdev('integrate-parallel-work', ['--yes', '--skip', 'denied', ...(isTaken ? [] : ['--skip', 'taken'])]);
  const files = await repository.git('ls-tree', '-r', '--name-only', 'main');
  const wanted = [
    'README.md',
    'src/boxed/made.txt',
    'src/foreign/made.txt',
    'src/killed/made.txt',
    'src/killed/second.txt',
    'src/limited/made.txt',
    ...(isTaken ? ['src/taken/made.txt', 'src/taken/second.txt'] : []),
    'src/written/made.txt',
  ];
  look('what is in main is what was owned', files === wanted.join('\n'), files);
  look(
    'the foreign change is not in main, and is kept',
    (await repository.git('show', 'main:README.md')) === '# Trial' &&
      (await repository.git('for-each-ref', 'refs/cdev/set-aside')) !== '',
  );
  look('every byte that was kept is there', (await cdev('spawn-agents', ['verify'])).includes('All of it is there'));

  await workOnAFleet({ assistant, bins, folder: home, url: model.url, keyOf: () => model.keys.get('far'), tell, look });

  await model.close();
  await cdev('spawn-agents', ['--retry', 'denied', '--driver', assistant.name, '--time-limit', '20s']);
  const down = (await statesOf(repository)).get('denied');
  look(
    'with the model down it fails, and says so',
    down?.status === 'failed' && down.attempt === 2,
    JSON.stringify(down?.reasons),
  );
  return findings;
}

const only = (names: readonly string[]): string[] => names.flatMap((name) => ['--only', name]);

async function isThere(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
