import { readTexts, type ImportGraph } from '@cdev/code-graph';
import type { TestFile } from '../project/list-test-files.ts';
import { isRecord } from '../project/manifest.ts';
import { packageOf, type TestPackage, type TestProject } from '../project/test-package.ts';

export interface TestTexts {
  readonly tests: readonly TestFile[];
  /** Texts of the test files, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export async function readTestTexts({ inventory }: TestProject, tests: readonly TestFile[]): Promise<TestTexts> {
  const wanted = new Set(tests.map(({ path }) => path));
  const texts = new Map<string, string>();
  const files = inventory.files.filter(({ path }) => wanted.has(path));
  for await (const { file, text } of readTexts({ inventory, files })) texts.set(file.path, text);
  return { tests, texts };
}

interface Program {
  readonly owner: TestPackage;
  readonly name: string;
  /** From the top. */
  readonly target: string;
  /** The file, or something it loads, is made by a build, so that any source may be in it. */
  readonly isBuilt: boolean;
}

type User = { readonly path: string; readonly how: string };

/** Which tests start a program that a changed file is part of; the import graph does not know of processes. */
export function programUsers(
  project: TestProject,
  graph: ImportGraph,
  { tests, texts }: TestTexts,
): (path: string) => readonly User[] {
  const there = new Set(project.inventory.files.map(({ path }) => path));
  const programs = project.packages.flatMap((owner) => programsOf(owner, there, graph));
  const testPaths = new Set(tests.map(({ path }) => path));
  const starters = tests.filter(({ path }) => /spawn|exec|fork|child_process|runBin/i.test(texts.get(path) ?? ''));
  const users = new Map<Program, readonly User[]>();
  const usersOf = (program: Program): readonly User[] => {
    const before = users.get(program);
    if (before) return before;
    const found = starters
      .filter((test) => mentions(texts.get(test.path) ?? '', program, test.package === program.owner))
      .map(({ path }) => ({ path, how: `starts ${program.name}, a program made from` }));
    users.set(program, found);
    return found;
  };
  return (path) => {
    const owner = packageOf(project, path);
    return programs
      .filter(
        (program) => program.target === path || (program.isBuilt && program.owner === owner && !testPaths.has(path)),
      )
      .flatMap(usersOf);
  };
}

function programsOf(owner: TestPackage, there: ReadonlySet<string>, graph: ImportGraph): Program[] {
  const { bin } = owner.manifest;
  const unscoped = owner.name.replace(/^@[^/]+\//, '');
  const entries = typeof bin === 'string' ? [[unscoped, bin] as const] : isRecord(bin) ? Object.entries(bin) : [];
  return entries.flatMap(([name, file]): Program[] => {
    if (typeof file !== 'string') return [];
    const target = `${owner.path}${file.replace(/^\.\//, '')}`;
    const loadsBuild = graph.unresolved.some(({ from }) => from === target);
    return [{ owner, name, target, isBuilt: !there.has(target) || loadsBuild }];
  });
}

function mentions(text: string, { owner, name, target }: Program, isOwn: boolean): boolean {
  const unscoped = owner.name.replace(/^@[^/]+\//, '');
  const file = target.slice(owner.path.length);
  const words = [name, unscoped, ...(isOwn ? [file, file.replace(/\.[cm]?js$/, '')] : [])];
  return words.some((word) => new RegExp(String.raw`(?<![\w-])${escape(word)}(?![\w-])`).test(text));
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
