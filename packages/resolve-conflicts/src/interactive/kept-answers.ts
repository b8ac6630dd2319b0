import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { Answer } from './chunk.ts';
import type { Answers } from './chosen-content.ts';

interface KeptAnswer extends Answer {
  readonly id: string;
  readonly path: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What has not been written for so long was given up. */
const mostDays = 30;
const mostAnswers = 5000;

/** `<common git dir>/cdev/resolutions/answers.json`: answers that are not written yet, so that an interrupted run goes on where it was. */
function fileOf(commonDir: string): string {
  return join(commonDir, 'cdev', 'resolutions', 'answers.json');
}

/** Answers of earlier runs; none where the file is not there or damaged. */
export async function readAnswers(commonDir: string): Promise<Answers> {
  return new Map((await read(commonDir)).map(({ id, way, text }) => [id, { way, text }]));
}

export interface GivenAnswers {
  /** By chunk; undefined: it was taken back. */
  readonly given: ReadonlyMap<string, { readonly path: string; readonly answer: Answer | undefined }>;
  readonly now: Date;
}

/** Keeps answers beside those of other files, in one piece or not at all. */
export async function keepAnswers(commonDir: string, { given, now }: GivenAnswers): Promise<void> {
  const oldest = now.getTime() - mostDays * 86_400_000;
  const others = (await read(commonDir)).filter(({ id, at }) => !given.has(id) && !(Date.parse(at) < oldest));
  const fresh = [...given].flatMap(([id, { path, answer }]) =>
    answer === undefined ? [] : [{ id, path, ...answer, at: now.toISOString() }],
  );
  await write(commonDir, [...others, ...fresh].slice(-mostAnswers));
}

/** What was written is no open question any more. */
export async function dropAnswers(commonDir: string, paths: readonly string[]): Promise<void> {
  const answers = await read(commonDir);
  const left = answers.filter(({ path }) => !paths.includes(path));
  if (left.length < answers.length) await write(commonDir, left);
}

async function read(commonDir: string): Promise<readonly KeptAnswer[]> {
  try {
    const { schemaVersion, answers } = JSON.parse(await readFile(fileOf(commonDir), 'utf8')) as {
      schemaVersion: unknown;
      answers: readonly KeptAnswer[];
    };
    return schemaVersion === 1 && Array.isArray(answers) ? answers.filter(isAnswer) : [];
  } catch {
    return [];
  }
}

function isAnswer({ id, path, way, text }: KeptAnswer): boolean {
  return [id, path, way, text].every((value) => typeof value === 'string');
}

async function write(commonDir: string, answers: readonly KeptAnswer[]): Promise<void> {
  const file = fileOf(commonDir);
  if (answers.length === 0) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, answers }, undefined, 2)}\n`);
}
