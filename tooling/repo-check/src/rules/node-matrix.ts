import { parse } from 'yaml';
import type { Finding, Rule } from '../finding.ts';
import type { Workspace } from '../workspace/workspace.ts';

const rule = 'node-matrix';
const workflow = '.github/workflows/ci.yml';

/** A version of Node that is promised is one that the tests run on. */
export const nodeMatrix: Rule = {
  name: rule,
  says: 'the tests run on the oldest Node that is promised and on every even version from there to the newest in use',
  check: (workspace) => {
    const text = workspace.read(workflow);
    if (text === undefined) return [];
    const tried = versionsOf(text);
    const oldest = oldestOf(workspace);
    if (tried.length === 0)
      return [finding('no job has a matrix of Node versions', 'Give the job "test" strategy.matrix.node')];
    const newest = Math.max(...tried);
    const promised = Array.from({ length: Math.floor((newest - oldest) / 2) + 1 }, (_, index) => oldest + 2 * index);
    const missing = promised.filter((version) => !tried.includes(version));
    const tooOld = tried.filter((version) => version < oldest);
    return [
      ...missing.map((version) =>
        finding(`nothing is tested on Node ${version}`, `Add it to the matrix: ${promised.join(', ')}`),
      ),
      ...tooOld.map((version) =>
        finding(`Node ${version} is tested, and engines.node promises ${oldest}`, 'Leave it out, or promise it'),
      ),
    ];
  },
};

const finding = (why: string, mend: string): Finding => ({ rule, file: workflow, why, mend });

/** The versions of the first job that has a matrix of them. */
function versionsOf(text: string): readonly number[] {
  const { jobs = {} } = (parse(text) ?? {}) as {
    jobs?: Readonly<Record<string, { strategy?: { matrix?: { node?: readonly unknown[] } } }>>;
  };
  const node = Object.values(jobs).find(({ strategy }) => strategy?.matrix?.node)?.strategy?.matrix?.node ?? [];
  return node.map(Number);
}

function oldestOf({ read }: Workspace): number {
  const { engines } = JSON.parse(read('package.json') ?? '{}') as { engines?: { node?: string } };
  return Number(/\d+/.exec(engines?.node ?? '')?.[0] ?? Number.NaN);
}
