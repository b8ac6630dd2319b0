import { readdir, readFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import { binOf, createRunner } from './run-script.ts';
import { statesOf } from './states-of.ts';
import { makeTrialRepository } from './trial-repository.ts';
import type { Assistant } from './assistants.ts';

export interface FleetSetting {
  readonly assistant: Assistant;
  /** The folder of its program; the worker alone has it. */
  readonly bins: string;
  readonly folder: string;
  readonly url: string;
  /** With what the model was asked by the agent `far`. */
  readonly keyOf: () => string | undefined;
  readonly tell: (line: string) => void;
  readonly look: (what: string, isWell: boolean, detail?: string) => void;
}

/** Something that stands nowhere else. */
const key = 'of-the-worker-alone-7361';

/** Submitted where there is neither the assistant nor its key, and done by a worker that has both. */
export async function workOnAFleet(setting: FleetSetting): Promise<void> {
  const { assistant, bins, folder, url, keyOf, tell, look } = setting;
  const place = join(folder, 'fleet');
  const [engine, origin, home] = [join(place, 'engine'), join(place, 'origin.git'), join(place, 'worker')];
  await mkdir(home, { recursive: true });
  const repository = await makeTrialRepository(join(place, 'repository'), ['far']);
  await repository.git('clone', '--quiet', '--bare', '.', origin);
  await repository.git('remote', 'add', 'origin', origin);
  await writeFile(join(home, '.gitconfig'), '[user]\n\tname = Worker\n\temail = worker@example.com\n');
  const path = process.env['PATH'] ?? '';
  const own = { ...(await assistant.configure(home, url, key)), HOME: home, CDEV_HOME: join(home, 'cdev') };
  const argv = ['worker', '--engine', `local:${engine}`, '--remote', `file://${origin}`];
  tell(
    `\n$ cdev-spawn-agents worker --engine local:<engine> --remote file://<origin>   (elsewhere: with the assistant and its key)`,
  );
  const end = new AbortController();
  const working = run(process.execPath, [binOf('spawn-agents'), ...argv], {
    cwd: home,
    env: { ...own, PATH: `${bins}:${path}` },
    signal: end.signal,
    allowFailure: true,
    grace: 30_000,
  }).catch(() => undefined);
  const elsewhere = join(place, 'submitter');
  const submitter = createRunner(repository, { HOME: elsewhere, CDEV_HOME: join(elsewhere, 'cdev') }, tell);
  const about = ['--engine', `local:${engine}`, '--dependencies', 'none', '--time-limit', '4m'];
  await submitter('spawn-agents', ['--run', '--driver', assistant.name, ...about]);
  end.abort();
  await working;
  const far = (await statesOf(repository)).get('far');
  const file = await repository.git('show', 'cdev/trial/far:src/far/made.txt').catch((error: Error) => error.message);
  look(
    'its work is on its branch here',
    far?.status === 'committed' && file === 'made by far',
    `${far?.status} ${file}`,
  );
  const log = await readFile(far?.log ?? '', 'utf8').catch(() => '');
  look(
    'its log is here, to its last word, and its tokens are counted',
    log.includes('All done.') && (far?.tokens ?? 0) > 0,
    log,
  );
  look("the model was asked with the key of the worker's environment", keyOf() === `Bearer ${key}`, keyOf());
  const places = [await textOf(engine), await textOf(join(repository.commonDir, 'cdev')), await textOf(elsewhere)];
  const all = ['-C', origin, 'cat-file', '--batch', '--batch-all-objects', '--buffer'];
  const objects = (await run('git', all, { cwd: place, maxOutput: 10_000_000 })).stdout;
  const holding = [...places, objects].findIndex((text) => text.includes(key));
  look('and that is neither at the engine, nor with who submitted it, nor at the remote', holding < 0, String(holding));
}

/** All that its files hold. */
async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((name) => readFile(name, 'latin1')));
  if (texts.length === 0) throw new Error(`There is nothing in ${folder}`);
  return texts.join('\n');
}
