import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeBranches, type BranchMerge } from '@cdev/branch-merge';
import { mergeTrees, readFilesAt } from '@cdev/git';
import { hasConflictMarkers } from '@cdev/structured-merge';
import type { Benchmark } from './frame/benchmark.ts';
import { git } from './frame/large-repository.ts';

const head = [
  'repository',
  'merges',
  'in conflict',
  'paths',
  'resolved',
  'open',
  'unaccounted',
  'markers',
  'crashes',
] as const;

interface Tally {
  merges: number;
  conflicted: number;
  paths: number;
  resolved: number;
  open: number;
  whole: number;
  unaccounted: number;
  markers: number;
  readonly crashes: string[];
}

/** Whole trees: merge commits of public repositories, made again on bare clones. */
export const benchmark: Benchmark = {
  summary:
    'conflicted merge commits made again on a bare clone: pnpm bench merge-replay <number of each> <git directory>…',
  bar: 'at least 200 conflicted merges of two repositories: no crash, no marker, every conflict accounted for',
  run: async ({ args: [count = '100', ...repositories], note }) => {
    const tallies: [string, Tally][] = [];
    for (const repository of repositories) {
      note(repository);
      const name = repository.split('/').findLast((part) => part.includes('+')) ?? repository;
      tallies.push([name.replace('+', '/'), await replay(repository, Number(count))]);
    }
    const all = tallies.map(([, tally]) => tally);
    const sum = (of: (tally: Tally) => number): number => all.reduce((total, tally) => total + of(tally), 0);
    return {
      shownArgs: [count, ...tallies.map(([name]) => `<${name}>`)],
      head,
      rows: tallies.map(([name, { merges, conflicted, paths, resolved, open, unaccounted, markers, crashes }]) =>
        [name, merges, conflicted, paths, resolved, open, unaccounted, markers, crashes.length].map(String),
      ),
      isMet:
        all.length >= 2 &&
        sum(({ conflicted }) => conflicted) >= 200 &&
        sum(({ unaccounted, markers, crashes }) => unaccounted + markers + crashes.length) === 0,
      notes: [
        `${sum(({ whole }) => whole)} merges had nothing left open.`,
        ...all.flatMap(({ crashes }) => crashes).slice(0, 3),
      ],
    };
  },
};

async function replay(source: string, wanted: number): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'cdev-replay-'));
  const tally: Tally = {
    merges: 0,
    conflicted: 0,
    paths: 0,
    resolved: 0,
    open: 0,
    whole: 0,
    unaccounted: 0,
    markers: 0,
    crashes: [],
  };
  try {
    const bare = join(folder, 'bare.git');
    // Objects are borrowed and new ones go into the clone.
    execFileSync('git', ['clone', '--quiet', '--bare', '--shared', source, bare]);
    const merges = git(bare, 'rev-list', '--all', '--merges', '--parents', '--max-count=20000').trim().split('\n');
    for (const line of merges) {
      if (tally.conflicted >= wanted) break;
      const [commit = '', ours = '', theirs = '', ...more] = line.split(' ');
      if (theirs === '' || more.length > 0) continue;
      tally.merges += 1;
      await one(bare, { commit, ours, theirs }, tally);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally;
}

async function one(
  bare: string,
  { commit, ours, theirs }: { readonly commit: string; readonly ours: string; readonly theirs: string },
  tally: Tally,
): Promise<void> {
  try {
    const found = await mergeTrees(bare, { ours, theirs });
    if (found.isClean) return;
    tally.conflicted += 1;
    const merge = await mergeBranches({ cwd: bare, ours, theirs });
    const paths = new Set(found.conflicts.map(({ path }) => path));
    const accounted = new Set([...merge.resolved, ...merge.conflicts].map(({ path }) => path));
    tally.paths += paths.size;
    tally.resolved += merge.resolved.length;
    tally.open += merge.conflicts.length;
    tally.whole += Number(merge.tree !== undefined);
    tally.unaccounted += [...paths].filter((path) => !accounted.has(path)).length;
    tally.unaccounted += Number((merge.tree === undefined) !== merge.conflicts.length > 0);
    tally.markers += await markersOf(bare, merge);
  } catch (error) {
    tally.crashes.push(`${commit}: ${(error as Error).message}`);
  }
}

/** Decided files, and those of the whole tree that is handed out, with a marker that neither side had. */
async function markersOf(bare: string, { tree, ours, theirs, resolved }: BranchMerge): Promise<number> {
  const paths = resolved.map(({ path }) => path);
  const sides = await Promise.all([ours, theirs].map((side) => readFilesAt(bare, side, paths)));
  const written = tree === undefined ? undefined : await readFilesAt(bare, tree, paths);
  return resolved.filter(({ path, content }) => {
    const texts = [content, written?.get(path)].flatMap((bytes) => (bytes ? [bytes.toString('utf8')] : []));
    const hadSome = sides.some((files) => hasConflictMarkers(files.get(path)?.toString('utf8') ?? ''));
    return !hadSome && texts.some(hasConflictMarkers);
  }).length;
}
