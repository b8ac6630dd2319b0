import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasConflictMarkers, mergeContents, parses } from '@cdev/structured-merge';
import type { Benchmark } from './frame/benchmark.ts';
import { git } from './frame/large-repository.ts';

type Next = (limit: number) => number;

/** The fuzzer: random edits of real files, in which every word that a side brings is one of its own. */
export const benchmark: Benchmark = {
  summary: 'random edits of real files merged: is a line lost that nothing names? pnpm bench merge-fuzz [runs] [seed]',
  bar: 'in 10,000 runs no line of either side is lost without being named, no marker, nothing that does not parse',
  run: async ({ root, args, note }) => {
    const [runs = 10_000, seed = 1] = args.map(Number);
    const next = random(seed);
    const files = git(root, 'ls-files')
      .split('\n')
      .filter((file) => /\.(?:ts|js|json|ya?ml|md)$/.test(file) && !file.includes('lock'))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
      .filter(({ text }) => text.length > 100 && text.length < 12_000 && !hasConflictMarkers(text));
    const counts = { merged: 0, conflicts: 0, named: 0, lost: 0, marked: 0, broken: 0, unequal: 0 };
    const failures: string[] = [];
    for (let run = 0; run < runs; run += 1) {
      if (run % 1000 === 0) note(`${run} of ${runs}`);
      const { file, text } = files[next(files.length)] as (typeof files)[number];
      const input = {
        path: file,
        base: text,
        ours: edit(text, `mine${run}n`, next),
        theirs: edit(text, `other${run}n`, next),
        takesSides: run % 2 === 1,
      };
      const result = await mergeContents(input);
      const alone = await mergeContents({ ...input, theirs: text });
      if (alone.kind !== 'merged' || alone.content !== input.ours) counts.unequal += 1;
      if (result.kind === 'conflict') {
        counts.conflicts += 1;
        continue;
      }
      counts.merged += 1;
      counts.named += result.lost.length;
      const known = `${result.content}\n${result.lost.map((line) => line.text).join('\n')}`;
      const brought = `${input.ours}\n${input.theirs}`.match(/(?:mine|other)\d+n\d+/g) ?? [];
      const gone = brought.find((mark) => !known.includes(mark));
      if (gone !== undefined) failures.push(`run ${run}, ${file}: ${gone}`);
      if (gone !== undefined) counts.lost += 1;
      if (hasConflictMarkers(result.content)) counts.marked += 1;
      const areWhole = [input.ours, input.theirs].every((side) => parses(file, side) !== false);
      if (areWhole && parses(file, result.content) === false) counts.broken += 1;
    }
    const { lost, marked, broken, unequal } = counts;
    return {
      head: [
        'runs',
        'merged',
        'in conflict',
        'lines named as given up',
        'lost unnamed',
        'markers',
        'not parsing',
        'one side alone not itself',
      ],
      rows: [[runs, counts.merged, counts.conflicts, counts.named, lost, marked, broken, unequal].map(String)],
      isMet: runs >= 10_000 && lost + marked + broken + unequal === 0,
      notes: failures.slice(0, 5),
    };
  },
};

function random(seed: number): Next {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** One to four edits: lines removed, a line repeated with a new word, a word of a line put in the place of another. */
function edit(text: string, mark: string, next: Next): string {
  const lines = text.split('\n');
  for (let count = next(4) + 1; count > 0; count -= 1) {
    const at = next(lines.length);
    const line = lines[at] ?? '';
    const words = [...line.matchAll(/[A-Za-z]{3,}/g)];
    const word = words[next(Math.max(words.length, 1))];
    const changed =
      word === undefined ? line : line.slice(0, word.index) + mark + count + line.slice(word.index + word[0].length);
    const kind = next(5);
    if (kind === 0) lines.splice(at, next(3) + 1);
    else if (kind < 3) lines.splice(at, 0, changed);
    else lines[at] = changed;
  }
  return lines.join('\n');
}
