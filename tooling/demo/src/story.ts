/** A step of the demo as it is told to somebody who sees it for the first time. */
export interface Chapter {
  readonly id: ChapterId;
  readonly title: string;
  /** What the step's command does and why, before it has run; nothing here depends on how it ends. */
  readonly explanation: string;
}

export type ChapterId =
  | 'cache'
  | 'decompose'
  | 'spawn'
  | 'monitor'
  | 'commit'
  | 'validate'
  | 'resolve'
  | 'integrate'
  | 'retry'
  | 'integrate-again';

/** `agent`: the name of a real one. */
export function openingOf(agent: string | undefined): { readonly title: string; readonly text: string } {
  const who =
    agent === undefined
      ? 'No model and no key is needed: these agents bring edits that were prepared, and make the mistakes that real ones make.'
      : `Each agent is a ${agent} of its own, as you have it installed and signed in: a model does the work, so it takes minutes, ` +
        'it is paid for as always, and how it ends nobody knows. It all happens in a folder made for it.';
  return {
    title: 'From one issue to merged, tested code',
    text: `A small lending service gets the five features of one issue, from several agents at the same time. ${who}`,
  };
}

/** In the order of the run. */
export const chapters: readonly Chapter[] = [
  {
    id: 'cache',
    title: 'Keep the issue',
    explanation:
      'Here the issue is a Markdown file; it could be in Linear or on GitHub. It is read once and kept inside the git folder of the ' +
      'repository, so every later step has the same text and needs no network.',
  },
  {
    id: 'decompose',
    title: 'Plan who does what',
    explanation:
      'The issue is taken apart, and every file that will change is given to exactly one agent. The few files that several must extend are ' +
      'declared as shared, each with the rule by which it will be merged.',
  },
  {
    id: 'spawn',
    title: 'Give each agent a place of its own, and let them work',
    explanation:
      'Each agent has its own branch and worktree, so none stumbles over the half-done work of another. They work at the same time; one ' +
      'that builds on another starts when that one is done.',
  },
  {
    id: 'monitor',
    title: 'See what they did',
    explanation:
      'The journal of the run knows what every agent is doing and has done. One look shows who is finished and which files each has touched.',
  },
  {
    id: 'commit',
    title: 'Commit what each was allowed to change',
    explanation:
      'Every change is held against the plan. What belongs to the agent is committed. What it changed elsewhere is set aside on a ref of ' +
      'its own: never merged, and not thrown away either.',
  },
  {
    id: 'validate',
    title: 'Check each by itself',
    explanation:
      "The project's checks run in each agent's own worktree, so a mistake is found where it was made. A check that ran no test counts as " +
      'not run.',
  },
  {
    id: 'resolve',
    title: 'Settle what git cannot',
    explanation:
      'Where two agents wrote at the same place of the same file, a plain git merge stops. Shared files are merged by what is in them, ' +
      'export by export and key by key, and no working tree is touched by looking.',
  },
  {
    id: 'integrate',
    title: 'Merge, test, and only then move the branch',
    explanation:
      "The agents' branches are merged one upon the other in a worktree made for it, and tested after each. One that breaks the tests is " +
      'put out with its reason and the others go on. The branch moves only to a tree that was tested as it is.',
  },
  {
    id: 'retry',
    title: 'Try again what failed',
    explanation:
      'Whoever was put out, or did not end well, runs once more: in its own worktree still, with its own work, and told what was wrong.',
  },
  {
    id: 'integrate-again',
    title: 'Bring in the rest',
    explanation:
      'The second attempt goes the same way as the others: held against the plan, checked, merged on top, tested. Then the branch moves.',
  },
];

/** What is said when it has really happened; the arguments come from the command's own result. */
export const remarks = {
  steppedOutside: (agent: string, paths: readonly string[]) =>
    `${agent} also changed ${list(paths)}, which the plan gives to somebody else. Its own files went in; this stays out.`,
  mergedByStructure: (paths: readonly string[]) =>
    `${list(paths)}: the additions of all are in, and no conflict marker was ever written.`,
  putOut: (agent: string, reason: string) =>
    `${/\btest failed\b/.test(reason) ? `The tests fail with the work of ${agent}, so it is put out` : `${agent} is put out: ${reason}`}. ` +
    'The others do not have to wait for it.',
  nobody: (count: number, reason: string) =>
    `None of the ${count} agents got anything done (${reason.replace(/\.$/, '')}). What follows would have nothing to work on, so the demo ends here.`,
  wentIn: (agent: string, attempt: number) => `${agent} is in, at attempt ${attempt}.`,
} as const;

export function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
