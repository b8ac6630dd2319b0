import { readFileAt } from '@cdev/git';
import type { TestFile } from '../project/list-test-files.ts';
import { parseManifest } from '../project/manifest.ts';
import { packageOf, type TestPackage, type TestProject } from '../project/test-package.ts';
import type { RunnerCall } from '../runners/runner.ts';
import { dependentsOf } from './dependents.ts';
import { judgeChange, loudFields } from './judge-change.ts';
import { wayTo, type Step } from './reach.ts';
import { reachTests } from './reach-tests.ts';
import type { Base, Change, ChosenFile, Selection } from './selection.ts';

export interface AffectedOptions {
  readonly base: Base;
  readonly changes: readonly Change[];
  /** `files`: tests that the changes reach; `packages`: all tests of packages that changed, and of those that depend on them. */
  readonly level: 'files' | 'packages';
}

/** What is gathered while the changes are judged. */
interface Findings {
  /** Package to the reason why all of its tests run. */
  readonly packages: Map<TestPackage, string>;
  readonly content: Change[];
  readonly ignored: { path: string; reason: string }[];
}

/** The tests that the changes reach, each with the way from the change to it. */
export async function selectAffected(
  project: TestProject,
  tests: readonly TestFile[],
  { base, changes, level }: AffectedOptions,
): Promise<Selection> {
  const findings: Findings = { packages: new Map(), content: [], ignored: [] };
  for (const change of changes) {
    const everything = await judge(project, change, base, findings);
    if (everything !== undefined) return selectAll(project, tests, { base, changes, reason: everything });
  }
  const found = { base, changes, mode: 'affected' as const };
  if (level === 'packages') {
    for (const { path } of findings.content) addPackage(project, findings, path, `${path} changed`);
    addDependents(project, findings, [...findings.packages.keys()]);
    return { ...found, ignored: findings.ignored, ...gather(project, tests, findings, new Map()) };
  }
  const { reached, unknown, reachesTest } = await reachTests(project, tests, findings.content);
  for (const { path } of unknown)
    addPackage(project, findings, path, `${path} changed, and what reads it is not known`);
  const gathered = gather(project, tests, findings, reached);
  const isWhole = findings.packages.size + gathered.wholePackages.length > 0;
  const unreached = isWhole ? [] : findings.content.filter((change) => !reachesTest(change));
  const ignored = [...findings.ignored, ...unreached.map(({ path }) => ({ path, reason: 'no test reaches it' }))];
  return { ...found, ignored, ...gathered };
}

export function selectAll(
  project: TestProject,
  tests: readonly TestFile[],
  {
    base,
    changes = [],
    reason,
  }: { readonly base?: Base; readonly changes?: readonly Change[]; readonly reason: string },
): Selection {
  const files = tests.map(({ path, package: owner }): ChosenFile => ({ path, package: owner.name, reason }));
  const wholePackages = wholeOf(project, tests).map(({ name }) => ({ package: name, reason }));
  return { mode: 'all', reason, ...(base && { base }), changes, ignored: [], files, wholePackages };
}

/** Packages whose command takes files that are not listed: made by a build, or known to the command alone. */
function wholeOf({ packages }: TestProject, tests: readonly TestFile[]): readonly TestPackage[] {
  return packages.filter((one) =>
    one.calls.some(
      (call, index) =>
        !isForMembers(one, call, packages) && !tests.some((test) => test.package === one && test.calls.includes(index)),
    ),
  );
}

/** A runner that the top merely depends on is there for its members, which say themselves how they are tested: they would run twice. */
function isForMembers({ path }: TestPackage, call: RunnerCall, packages: TestProject['packages']): boolean {
  const isMember = (one: TestPackage): boolean =>
    one.path !== '' && one.calls.some(({ runner }) => runner === call.runner);
  return path === '' && call.foundIn.startsWith('package.json dependency') && packages.some(isMember);
}

/** @returns why everything has to run, if it has to */
async function judge(
  project: TestProject,
  change: Change,
  base: Base,
  findings: Findings,
): Promise<string | undefined> {
  const { path } = change;
  const owner = packageOf(project, path);
  const meaning = judgeChange(path, { isAtTop: owner === undefined || owner.path === '' });
  if (meaning.kind === 'nothing') findings.ignored.push({ path, reason: meaning.reason });
  else if (meaning.kind === 'everything') return `${meaning.reason} (${path})`;
  else if (meaning.kind === 'package') addPackage(project, findings, path, `${meaning.reason} (${path})`);
  else if (meaning.kind === 'content') findings.content.push(change);
  else return judgeManifest(project, path, base, findings);
  return undefined;
}

async function judgeManifest(
  project: TestProject,
  path: string,
  base: Base,
  findings: Findings,
): Promise<string | undefined> {
  const owner = packageOf(project, path);
  if (!owner || `${owner.path}package.json` !== path) {
    findings.content.push({ path, status: 'modified' });
    return undefined;
  }
  const before = await readFileAt(project.root, base.commit, path).catch(() => undefined);
  const fields = loudFields(before === undefined ? undefined : parseManifest(before.toString()), owner.manifest);
  if (fields.length === 0) {
    findings.ignored.push({ path, reason: 'only fields that tests do not notice' });
    return undefined;
  }
  const reason = before === undefined ? `${path} is new` : `${path} changed: ${fields.join(', ')}`;
  if (owner.path === '') return reason;
  findings.packages.set(owner, reason);
  if (fields.some((field) => !['scripts', 'devDependencies', 'jest', 'mocha', 'ava', 'tap'].includes(field)))
    addDependents(project, findings, [owner]);
  return undefined;
}

function addPackage(project: TestProject, { packages }: Findings, path: string, reason: string): void {
  const owner = packageOf(project, path);
  if (owner && !packages.has(owner)) packages.set(owner, reason);
}

function addDependents(project: TestProject, { packages }: Findings, owners: readonly TestPackage[]): void {
  for (const [dependent, way] of dependentsOf(
    project,
    owners.map(({ name }) => name),
  ))
    if (!packages.has(dependent)) packages.set(dependent, `its package ${way}, which changed`);
}

function gather(
  project: TestProject,
  tests: readonly TestFile[],
  { packages }: Findings,
  reached: ReadonlyMap<string, Step>,
): Pick<Selection, 'files' | 'wholePackages'> {
  const files = tests.flatMap(({ path, package: owner }): ChosenFile[] => {
    const reason = reached.has(path) ? wayTo(reached, path) : packages.get(owner);
    return reason === undefined ? [] : [{ path, package: owner.name, reason }];
  });
  const wholePackages = wholeOf(project, tests).flatMap((one) => {
    const inside = [...reached.keys()].find((path) => packageOf(project, path) === one);
    const reason = packages.get(one) ?? (inside === undefined ? undefined : `${inside} ${wayTo(reached, inside)}`);
    return reason === undefined ? [] : [{ package: one.name, reason }];
  });
  return { files, wholePackages };
}
