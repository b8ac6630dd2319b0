import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from '@cdev/git';
import type { Benchmark } from './frame/benchmark.ts';
import { gitFolder, mean, requestOf, settingOf } from './frame/history-tasks.ts';

/** A line of the task file: commits that people made apart, whose files are disjoint and all there at the base. */
interface Task {
  readonly repo: string;
  readonly base: string;
  readonly requests: readonly { readonly commit: string; readonly files: readonly string[] }[];
}

/** Shares of the files that a group's requests changed; `agents`: files that an agent owns. */
interface Score {
  readonly repo: string;
  readonly covered: number;
  readonly taken: number;
  readonly missing: number;
  readonly whole: number;
  readonly twice: number;
  readonly agents: number;
}

const bin = fileURLToPath(import.meta.resolve('@cdev/decompose-parallel/package.json')).replace(
  /package\.json$/,
  'bin/cdev-decompose-parallel.js',
);

/** Does each agent of a plan own the files that its request really changed? */
export const benchmark: Benchmark = {
  summary: 'several real commits as one issue: does each agent own the files that its part really changed?',
  bar: 'with 10 files an agent at most at least 70 % owned by the right agent; at most 9 % by another where requests are given apart (plan --requests) or as many agents are made as pay (--max-agents auto), else 10 %; none by two',
  run: async ({ args, note }) => {
    const roots = settingOf('CDEV_BENCH_REPOSITORIES').split(':');
    const tasks = readFileSync(settingOf('CDEV_BENCH_DECOMPOSITION_TASKS'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Task)
      .slice(0, Number(args[0] ?? Number.POSITIVE_INFINITY));
    const scores: Score[] = [];
    const asPay: Score[] = [];
    const asGiven: Score[] = [];
    for (const [number, task] of tasks.entries()) {
      if (number % 10 === 0) note(`${number} of ${tasks.length}`);
      const planned = await planTask(task, gitFolder(task.repo, roots));
      scores.push(planned.byDefault);
      asPay.push(planned.asPay);
      asGiven.push(planned.asGiven);
    }
    const repositories = [...new Set(tasks.map(({ repo }) => repo))];
    const twice = [...scores, ...asPay, ...asGiven].reduce((sum, score) => sum + score.twice, 0);
    return {
      head: ['groups of', 'groups', 'covered %', 'taken %', 'by nobody %', 'whole requests %', 'files an agent'],
      rows: [
        row('all', scores),
        row('all, `--max-agents auto`', asPay),
        row('all, `plan --requests`', asGiven),
        ...repositories.map((repo) =>
          row(
            repo,
            scores.filter((score) => score.repo === repo),
          ),
        ),
      ],
      isMet:
        mean(scores, 'covered') >= 0.7 &&
        mean(scores, 'taken') <= 0.1 &&
        mean(asGiven, 'covered') >= 0.7 &&
        mean(asGiven, 'taken') <= 0.09 &&
        mean(asPay, 'covered') >= 0.7 &&
        mean(asPay, 'taken') <= 0.09 &&
        twice === 0,
      notes: [
        `Means over groups. Files owned by two agents: ${twice}. The plan is that of the built \`cdev-decompose-parallel\` with its defaults, for an issue with one section for each commit's message; files an agent are divided by requests, of which an agent can have several. \`plan --requests\` is given the messages apart, and joins none.`,
      ],
    };
  },
};

interface Planned {
  /** The whole command for an issue with all requests, … */
  readonly byDefault: Score;
  /** … the same with as many agents as pay, … */
  readonly asPay: Score;
  /** … and `plan --requests` for the requests apart. */
  readonly asGiven: Score;
}

async function planTask(task: Task, source: string): Promise<Planned> {
  const folder = mkdtempSync(join(tmpdir(), 'cdev-bench-'));
  try {
    const repository = join(folder, 'repository.git');
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
    mkdirSync(join(repository, 'objects', 'info'), { recursive: true });
    appendFileSync(join(repository, 'objects', 'info', 'alternates'), `${join(source, 'objects')}\n`);
    execFileSync('git', ['update-ref', 'refs/heads/main', task.base], { cwd: repository });
    const messages = await Promise.all(task.requests.map(({ commit }) => requestOf(commit, source)));
    const [issue, requests] = [join(folder, 'issue.md'), join(folder, 'requests.json')];
    writeFileSync(issue, issueOf(messages));
    writeFileSync(requests, JSON.stringify({ requests: messages.map((text, at) => ({ id: `r${at}`, text })) }));
    const ask = (words: readonly string[]): unknown =>
      JSON.parse(
        execFileSync(process.execPath, [bin, ...words, '--json', '--cwd', repository], {
          env: { ...process.env, CDEV_HOME: join(folder, 'home') },
          encoding: 'utf8',
          maxBuffer: 100_000_000,
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
    const tree = await git(repository, ['ls-tree', '-r', '-z', '--name-only', task.base], { isQuestion: true });
    const paths = tree.stdoutBytes.toString('utf8').split('\0');
    const scoreOfIssue = (...more: readonly string[]): Score => {
      const { agents } = (ask(['--file', issue, '--dry-run', ...more]) as { data: { plan: Plan } }).data.plan;
      return scoreOf(task, { agents, paths, agentOf: (at) => agentFor(messages[at] ?? '', agents) });
    };
    const { agents } = ask(['plan', '--requests', requests]) as { agents: readonly Owner[] };
    return {
      byDefault: scoreOfIssue(),
      asPay: scoreOfIssue('--max-agents', 'auto'),
      asGiven: scoreOf(task, { agents, paths, agentOf: (at) => at }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Owner {
  readonly owns: readonly string[];
}

interface Plan {
  readonly agents: readonly (Owner & { readonly task: string })[];
}

/** One section for each message; a heading inside of one would begin another part. */
function issueOf(messages: readonly string[]): string {
  const sections = messages.map((message, at) => {
    const [title = '', ...body] = message.split('\n');
    return [`## ${at + 1}. ${title}`, '', ...body.map((line) => line.replace(/^#+\s*/, ''))].join('\n');
  });
  return ['# Several things', '', ...sections].join('\n\n');
}

interface Owned {
  readonly agents: readonly Owner[];
  /** All there are at the base. */
  readonly paths: readonly string[];
  /** Which of the agents has that request; -1 for none. */
  readonly agentOf: (request: number) => number;
}

function scoreOf({ repo, requests }: Task, { agents, paths, agentOf }: Owned): Score {
  const owned = agents.map(
    ({ owns }) => new Set(paths.filter((path) => owns.some((pattern) => matchesPath(path, pattern)))),
  );
  const ownersOf = (path: string): number => owned.filter((set) => set.has(path)).length;
  const shares = requests.map(({ files }, at) => {
    const own = owned[agentOf(at)];
    const right = files.filter((path) => own?.has(path)).length;
    const taken = files.filter((path) => !own?.has(path) && ownersOf(path) > 0).length;
    return { files: files.length, right, taken };
  });
  const sum = (pick: (share: (typeof shares)[number]) => number): number =>
    shares.reduce((total, share) => total + pick(share), 0);
  const files = sum((share) => share.files);
  return {
    repo,
    covered: sum(({ right }) => right) / files,
    taken: sum(({ taken }) => taken) / files,
    missing: 1 - sum(({ right, taken }) => right + taken) / files,
    whole: sum((share) => Number(share.right === share.files)) / requests.length,
    twice: [...new Set(owned.flatMap((set) => [...set]))].filter((path) => ownersOf(path) > 1).length,
    agents: owned.reduce((total, { size }) => total + size, 0) / requests.length,
  };
}

function matchesPath(path: string, pattern: string): boolean {
  return path === pattern || (/[*?]/.test(pattern) && matchesGlob(path, pattern));
}

/** The agent whose task has the message's first line as a heading, whatever became of its marks. */
function agentFor(message: string, agents: Plan['agents']): number {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const title = letters(message.split('\n')[0] ?? '');
  return agents.findIndex(({ task }) =>
    task.split('\n').some((line) => line.startsWith('# ') && title.endsWith(letters(line))),
  );
}

function row(name: string, scores: readonly Score[]): string[] {
  const percent = (field: Exclude<keyof Score, 'repo'>): string => (100 * mean(scores, field)).toFixed(1);
  return [
    name,
    String(scores.length),
    percent('covered'),
    percent('taken'),
    percent('missing'),
    percent('whole'),
    mean(scores, 'agents').toFixed(1),
  ];
}
