import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { cpuSince } from '@cdev/test-kit/cpu-time';
import { appendEvent, listRuns, openJournal, readEvents, runPaths, type NewRunEvent } from '../../src/index.ts';

let folder: TempFolder;
let commonDir: string;
let file: string;
beforeEach(async () => {
  folder = await tempFolder();
  commonDir = join(folder.path, 'répo with space', '.git');
  file = runPaths(commonDir, 'plan-1').journal;
});
afterEach(() => folder.remove());

const note = (text: string): NewRunEvent => ({ type: 'note', text });
const journal = (writer = 'test 1.0.0 1') => openJournal(commonDir, 'plan-1', writer);
const numbers = async (): Promise<readonly number[]> => (await readEvents(commonDir, 'plan-1')).map(({ seq }) => seq);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const failure = (action: Promise<unknown>): Promise<{ code?: string; message: string }> =>
  action.then(
    () => Promise.reject(new Error('It succeeded')),
    (error: unknown) => error as { message: string },
  );

/** A process of its own that appends notes, saying each number that was acknowledged, until it is killed or has written all. */
function startWriter(name: string, count: number, shell?: string): ReturnType<typeof spawn> {
  const script = fileURLToPath(new URL('write-notes.ts', import.meta.url));
  const args = ['--conditions=@cdev/source', '--no-warnings', script, commonDir, 'plan-1', name, String(count)];
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return shell === undefined
    ? spawn(process.execPath, args, { stdio: [...stdio] })
    : spawn('/bin/sh', ['-c', `${shell}; exec "$@"`, 'sh', process.execPath, ...args], { stdio: [...stdio] });
}

function acknowledged(child: ReturnType<typeof spawn>): { seqs: number[]; lines: string[] } {
  const said = { seqs: [] as number[], lines: [] as string[] };
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    said.lines.push(...lines);
    said.seqs.push(...lines.filter((line) => /^\d+$/.test(line)).map(Number));
  });
  return said;
}

describe('the journal', () => {
  test('gives each event its number, time and writer, and reads them back', async () => {
    const opened = journal();
    const event = await opened.append({ type: 'run-created', plan: 'p.yaml', target: 'main', base: 'abc' });
    expect(event).toMatchObject({ seq: 1, writer: 'test 1.0.0 1', type: 'run-created', target: 'main' });
    expect(new Date(event.time).toISOString()).toBe(event.time);
    await appendEvent(commonDir, 'plan-1', { writer: 'other', event: note('zwei\nZeilen ä "x"') });
    expect(await opened.read()).toMatchObject([{ seq: 1 }, { seq: 2, writer: 'other', text: 'zwei\nZeilen ä "x"' }]);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^\{"seq":1,"time":"[^"]+","type":"run-created","plan":"p.yaml",.*"schemaVersion":1,"writer"/,
    );
  });

  test('is empty where no run was begun', async () => {
    expect(await readEvents(commonDir, 'plan-1')).toEqual([]);
    expect(await journal().read()).toEqual([]);
    expect(await listRuns(commonDir)).toEqual({ runs: [], unreadable: [] });
  });

  test('keeps the order in which one writer appends without waiting', async () => {
    const opened = journal();
    const events = await Promise.all(upTo(50).map((number) => opened.append(note(String(number)))));
    expect(events.map(({ seq }) => seq)).toEqual(upTo(50));
    expect((await opened.read()).map((event) => (event as { text?: string }).text)).toEqual(upTo(50).map(String));
  });

  test('reads only what is new, and notices another file in its place', async () => {
    const [reader, writer] = [journal(), journal('writer')];
    await writer.append(note('a'));
    const first = await reader.read();
    expect(await reader.read()).toBe(first);
    await writer.append(note('b'));
    expect(await reader.read()).toHaveLength(2);
    await writeFile(`${file}.new`, '{"seq":1,"time":"t","type":"note","text":"x","writer":"w"}\n');
    await (await import('node:fs/promises')).rename(`${file}.new`, file);
    expect(await reader.read()).toMatchObject([{ text: 'x' }]);
  });

  test('keeps secrets, control characters and whole files out of what agents say', async () => {
    const text = `token ghp_${'a'.repeat(30)} \u001B[31mred\u001B[0m ${'x'.repeat(5000)}`;
    const event = await journal().append({
      type: 'agent-activity',
      agent: 'a',
      attempt: 1,
      activity: { kind: 'message', text },
    });
    const said = (event as { activity: { text: string } }).activity.text;
    expect(said).toMatch(/^token \[redacted\] red x+…$/);
    expect(said.length).toBeLessThan(2100);
    expect(await readFile(file, 'utf8')).not.toContain('ghp_');
  });

  test('takes 10,000 activities and reads them back within seconds', async () => {
    const opened = journal();
    const activity: NewRunEvent = {
      type: 'agent-activity',
      agent: 'a',
      attempt: 1,
      activity: { kind: 'tool', text: 'read src/a.ts' },
    };
    const started = process.cpuUsage();
    await Promise.all(Array.from({ length: 10_000 }, () => opened.append(activity)));
    expect(cpuSince(started)).toBeLessThan(8000);
    const written = process.cpuUsage();
    expect(await numbers()).toEqual(upTo(10_000));
    expect(cpuSince(written)).toBeLessThan(2000);
  });

  test('takes 300 events that are waited for one by one within seconds', async () => {
    const opened = journal();
    const started = process.cpuUsage();
    for (const number of upTo(300)) await opened.append(note(String(number)));
    expect(cpuSince(started)).toBeLessThan(8000);
    expect(await numbers()).toEqual(upTo(300));
  });
});

describe('a journal that was torn', () => {
  test('is read without its torn last line, which the next append cuts off and tells of', async () => {
    await journal().append(note('whole'));
    await appendFile(file, '{"seq":2,"time":"2026-01-01T00:00:00.000Z","type":"note","text":"ha');
    expect(await numbers()).toEqual([1]);
    expect(await journal().append(note('next'))).toMatchObject({ seq: 3 });
    expect(await readEvents(commonDir, 'plan-1')).toMatchObject([
      { seq: 1 },
      { seq: 2, text: expect.stringMatching(/^The last line was torn .* 67 bytes were cut off: \{"seq":2/) },
      { seq: 3, text: 'next' },
    ]);
  });
  test('at its very first line begins anew', async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"seq":1,');
    expect(await numbers()).toEqual([]);
    expect(await journal().append(note('a'))).toMatchObject({ seq: 2 });
  });
  test('by a power cut that left zeros goes on', async () => {
    await journal().append(note('whole'));
    await truncate(file, 500);
    expect(await numbers()).toEqual([1]);
    await journal().append(note('next'));
    expect(await numbers()).toEqual([1, 2, 3]);
    expect(await readFile(file, 'utf8')).not.toContain('\u0000');
  });
  test('is read on after a reader saw the torn line', async () => {
    const reader = journal();
    await reader.append(note('a'));
    await appendFile(file, '{"seq":2,"ti');
    expect(await reader.read()).toHaveLength(1);
    await journal('other').append(note('b'));
    expect(await reader.read()).toHaveLength(3);
  });
  test('in a last line longer than a look back finds its number', async () => {
    const opened = journal();
    await opened.append(note('a'));
    await opened.append(note('x'.repeat(200_000)));
    await appendFile(file, 'y'.repeat(100_000));
    expect(await opened.append(note('b'))).toMatchObject({ seq: 4 });
    expect(await numbers()).toEqual([1, 2, 3, 4]);
  });
});

describe('a journal that was damaged', () => {
  const damage = async (line: number, text: string): Promise<void> => {
    const opened = journal();
    for (const number of upTo(4)) await opened.append(note(String(number)));
    const lines = (await readFile(file, 'utf8')).split('\n');
    lines[line - 1] = text;
    await writeFile(file, lines.join('\n'));
  };
  test.each([
    ['half a line', '{"seq":2,"ti', 'expected an event in JSON, found'],
    ['something else', '[]', 'expected an event in JSON'],
    ['a number that is not its own', '{"seq":7,"type":"note"}', 'expected the event with seq 2, found 7'],
    ['no number', '{"type":"note"}', 'expected the event with seq 2, found none'],
    ['no type', '{"seq":2}', 'the event has no type'],
    ['nothing', '', 'expected an event in JSON, found ""'],
  ])('in its middle by %s names file and line', async (_, text, problem) => {
    await damage(2, text);
    const error = await failure(readEvents(commonDir, 'plan-1'));
    expect(isCdevError(error, 'CDEV_E_RUN_JOURNAL_DAMAGED')).toBe(true);
    expect(error.message).toContain(`${file}:2: ${problem}`);
    expect((await listRuns(commonDir)).unreadable).toMatchObject([
      { planId: 'plan-1', error: { code: 'CDEV_E_RUN_JOURNAL_DAMAGED' } },
    ]);
  });
  test('in its last whole line takes no further event', async () => {
    await damage(4, '{"seq":4,"broken');
    expect(await failure(journal().append(note('x')))).toMatchObject({ code: 'CDEV_E_RUN_JOURNAL_DAMAGED' });
  });
  test('does not stop the reader for good: once mended it is read', async () => {
    await damage(2, 'x');
    const reader = journal();
    await failure(reader.read());
    await writeFile(file, '{"seq":1,"type":"note","text":"t"}\n');
    expect(await reader.read()).toHaveLength(1);
  });
  test('of a newer version asks for an update; events of an unknown type pass', async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"seq":1,"type":"run-created","schemaVersion":2}\n');
    expect(await failure(journal().read())).toMatchObject({ code: 'CDEV_E_RUN_JOURNAL_NEWER' });
    await writeFile(file, '{"seq":1,"type":"agent-dreamed","agent":"a"}\n');
    expect(await journal().read()).toHaveLength(1);
  });
});

describe('writers that are killed or meet', () => {
  test('lose nothing that was acknowledged, and leave numbers without gap or repeat', async () => {
    const said: number[] = [];
    for (const delay of [5, 40, 90]) {
      const child = startWriter('victim', 100_000);
      const { seqs } = acknowledged(child);
      while (seqs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'close');
      said.push(...seqs);
    }
    const last = await journal('survivor').append(note('alive'));
    const events = await readEvents(commonDir, 'plan-1');
    expect(events.map(({ seq }) => seq)).toEqual(upTo(last.seq));
    const own = new Set(events.filter(({ writer }) => writer === 'victim').map(({ seq }) => seq));
    expect(said.filter((seq) => !own.has(seq))).toEqual([]);
    expect(said.length).toBeGreaterThan(3);
  });

  test('take turns: two processes and this one share one sequence', async () => {
    const children = [startWriter('one', 60), startWriter('two', 60)];
    const said = children.map(acknowledged);
    const opened = journal('three');
    await Promise.all([
      ...children.map((child) => once(child, 'close')),
      ...upTo(60).map((number) => opened.append(note(String(number)))),
    ]);
    const events = await readEvents(commonDir, 'plan-1');
    expect(events.map(({ seq }) => seq)).toEqual(upTo(180));
    for (const [index, name] of ['one', 'two'].entries())
      expect(events.filter(({ writer }) => writer === name).map(({ seq }) => seq)).toEqual(said[index]?.seqs);
  });

  test('that meet the end of the disk keep what is whole and say so', async () => {
    // At most two blocks of 512 bytes may be written; SIGXFSZ is ignored by node and the write fails.
    const child = startWriter('limited', 100, 'ulimit -f 2');
    const { seqs, lines } = acknowledged(child);
    await once(child, 'close');
    expect(lines.at(-1)).toBe('CDEV_E_RUN_JOURNAL_UNWRITABLE');
    expect(seqs.length).toBeGreaterThan(2);
    expect((await readFile(file, 'utf8')).endsWith('\n')).toBe(true);
    expect(await numbers()).toEqual(seqs);
    expect(await journal().append(note('room again'))).toMatchObject({ seq: seqs.length + 1 });
  });

  test('are told why when the journal cannot be written at all', async () => {
    await mkdir(dirname(file), { recursive: true });
    await symlink(folder.path, file);
    const error = await failure(journal().append(note('x')));
    expect(error).toMatchObject({ code: 'CDEV_E_RUN_JOURNAL_UNWRITABLE' });
    expect(error.message).toContain(file);
  });
});

test('listRuns gives the run with the latest event first', async () => {
  await appendEvent(commonDir, 'older', { writer: 'w', event: note('a') });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await appendEvent(commonDir, 'newer', { writer: 'w', event: note('a') });
  await mkdir(join(commonDir, 'cdev', 'runs', 'empty'));
  const { runs } = await listRuns(commonDir);
  expect(runs.map(({ planId }) => planId)).toEqual(['newer', 'older']);
  expect(runs[0]?.journal).toBe(runPaths(commonDir, 'newer').journal);
});
