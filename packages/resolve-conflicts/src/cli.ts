import { defineCommand, type Script } from '@cdev/core/cli';
import type { Question } from './interactive/ask-files.ts';
import type { ResolveResult } from './resolve-conflicts.ts';

const minConfidence = {
  type: 'string',
  choices: ['certain', 'likely', 'guess'],
  default: 'likely',
  placeholder: 'tier',
  description: 'The least sure resolution that is taken',
} as const;

const resolve = defineCommand({
  name: '',
  summary: 'Merges what git cannot, says how sure it is, and leaves the rest as a clean conflict',
  positionals: {
    plan: { description: 'A plan whose agents are merged in order (default: what stopped here, else the newest plan)' },
  },
  options: {
    agents: {
      type: 'string',
      array: true,
      placeholder: 'ids',
      description: 'These agents of the plan with each other',
    },
    ours: { type: 'string', placeholder: 'commit', description: 'A commit or branch, with --theirs' },
    theirs: { type: 'string', placeholder: 'commit', description: 'What is merged into --ours' },
    strategy: {
      type: 'string',
      choices: ['structured', 'ours', 'theirs', 'union', 'priority', 'interactive', 'handoff', 'staged'],
      default: 'structured',
      placeholder: 'name',
      description:
        'By structure; a side or both; or structure first and the rest by merge order, by asking, as a task, or not at all',
    },
    'min-confidence': minConfidence,
    explain: { type: 'boolean', description: 'Tell what was tried for each piece, and why it gave way or won' },
    lockfiles: {
      type: 'string',
      choices: ['write', 'leave'],
      default: 'write',
      placeholder: 'how',
      description: 'With --apply: have package managers write lock files anew, without scripts, or leave them open',
    },
    'no-memory': {
      type: 'boolean',
      description: 'Take nothing that was decided before for the same piece, and remember nothing',
    },
    apply: { type: 'boolean', description: 'Do it; without it the resolutions are only shown' },
    into: { type: 'string', placeholder: 'branch', description: 'The branch, which may be new, that --apply moves' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-resolve-conflicts',
      'In a merge that stopped: how each conflict would be resolved. Elsewhere: how all agents would merge.',
    ],
    [
      'cdev-resolve-conflicts --strategy interactive --apply',
      'Shows what no rule decides chunk by chunk, and writes what you choose.',
    ],
    [
      'cdev-resolve-conflicts --strategy staged --apply',
      'Resolves what is certain in the merge that stopped here, and leaves the rest to you.',
    ],
    ['cdev-resolve-conflicts --explain', 'The same, with all that was tried and how often people decide so.'],
    [
      'cdev-resolve-conflicts --ours main --theirs topic --apply --into resolved',
      'Merges two branches into a third, without touching a working tree.',
    ],
  ],
  toOptions: ({ 'dry-run': isDryRun, 'min-confidence': minConfidence, 'no-memory': forgetful, ...rest }) => ({
    ...rest,
    minConfidence,
    remembers: !forgetful,
    isDryRun,
  }),
  run: async (options, context) => (await import('./resolve-conflicts.ts')).resolveConflicts(options, context),
  human: async (result: ResolveResult | Question, page) =>
    'session' in result
      ? (await import('./interactive/screen/question-text.ts')).questionText(result, page)
      : (await import('./human.ts')).resolveText(result, page),
});

const undo = defineCommand({
  name: 'undo',
  summary: 'Puts back what the last --apply did',
  positionals: {},
  options: {},
  changesWorld: true,
  examples: [
    ['cdev-resolve-conflicts undo', 'The branch is where it was, or the files of this merge are in conflict again.'],
  ],
  toOptions: ({ 'dry-run': isDryRun }) => ({ isDryRun }),
  run: async (options, context) => (await import('./undo/undo-resolution.ts')).undoResolution(options, context),
  human: async (result, page) => (await import('./human.ts')).undoText(result, page),
});

const forget = defineCommand({
  name: 'forget',
  summary: 'Forgets what was decided before for pieces of a file, or all of it',
  positionals: { path: { description: 'The file, from the top of the repository, in which it was decided' } },
  options: { all: { type: 'boolean', description: 'All that is remembered in this repository' } },
  changesWorld: true,
  examples: [
    [
      'cdev-resolve-conflicts forget src/settings.js',
      'The next time the same lines conflict, nothing is taken from before.',
    ],
    ['cdev-resolve-conflicts forget --all', 'The same for every file.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...rest }) => ({ ...rest, isDryRun }),
  run: async (options, context) => (await import('./memory/forget-resolutions.ts')).forgetResolutions(options, context),
  human: async (result, page) => (await import('./human.ts')).forgetText(result, page),
});

const installDriver = defineCommand({
  name: 'install-driver',
  summary: 'Has git merge files of known structure through this script, in this repository',
  positionals: {},
  options: {
    pattern: { type: 'string', array: true, placeholder: 'glob', description: 'Only these files, as in gitattributes' },
    command: {
      type: 'string',
      placeholder: 'shell',
      description: 'How git starts it (default: where it is installed)',
    },
  },
  changesWorld: true,
  examples: [
    ['cdev-resolve-conflicts install-driver', 'Merges and rebases by hand use it from then on, in all worktrees.'],
  ],
  toOptions: ({ pattern, command, 'dry-run': isDryRun }) => ({ patterns: pattern, command, isDryRun }),
  run: async (options, context) => (await import('./driver/install-driver.ts')).installDriver(options, context),
  human: async (result, page) => (await import('./human.ts')).driverText(result, page),
});

const uninstallDriver = defineCommand({
  name: 'uninstall-driver',
  summary: 'Takes the merge driver out again',
  positionals: {},
  options: {},
  changesWorld: true,
  examples: [['cdev-resolve-conflicts uninstall-driver', 'git merges as it did before.']],
  toOptions: ({ 'dry-run': isDryRun }) => ({ isDryRun }),
  run: async (options, context) => (await import('./driver/install-driver.ts')).uninstallDriver(options, context),
  human: async (result, page) => (await import('./human.ts')).driverText(result, page),
});

const mergeFile = defineCommand({
  name: 'merge-file',
  summary: 'Merges three versions of one file, as git asks for after install-driver, or many files in one process',
  positionals: {
    base: { description: "%O: file with the common ancestor's version" },
    ours: { description: '%A: file with our version, which takes the result' },
    theirs: { description: '%B: file with their version' },
    path: { description: '%P: the path in the repository' },
  },
  options: {
    'marker-size': { type: 'number', default: 7, description: '%L: length of the markers that git would leave' },
    batch: {
      type: 'string',
      placeholder: 'file',
      description: 'Many: a line of JSON a file (id, file, ext, base), its versions in the folder <id> beside the list',
    },
    results: { type: 'string', placeholder: 'file', description: 'Where --batch writes what came of each' },
    'min-confidence': minConfidence,
  },
  changesWorld: false,
  examples: [
    ['cdev-resolve-conflicts merge-file %O %A %B %P --marker-size %L', 'As it stands in the configuration of git.'],
    [
      'cdev-resolve-conflicts merge-file --batch manifest.jsonl --results results.jsonl',
      'A line a file: resolved, with the merged file and how sure it is, or conflict, with the reason.',
    ],
  ],
  toOptions: ({ 'marker-size': markerSize, 'min-confidence': minConfidence, ...rest }) => ({
    ...rest,
    markerSize,
    minConfidence,
  }),
  run: async (options, context) => (await import('./merge-file/run-merge-file.ts')).runMergeFile(options, context),
  human: async (result, page) => (await import('./human.ts')).mergeFileText(result, page),
});

export const script: Script = {
  name: 'cdev-resolve-conflicts',
  summary: resolve.summary,
  commands: [resolve, undo, forget, installDriver, uninstallDriver, mergeFile],
  health: async (context) => (await import('./health.ts')).health(context),
};
