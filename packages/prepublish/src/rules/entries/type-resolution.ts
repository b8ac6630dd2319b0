import type { Analysis, Problem as TypesProblem, ProblemKind } from '@arethetypeswrong/core';
import type { Subject } from '../../subject/subject.ts';
import { field, lineAt, someOf } from '../../rule/places.ts';
import { notRun, type Problem, type Rule, type Severity } from '../../rule/rule.ts';
import { judgeTypes, typesTimeLimit } from './judge-types.ts';

/**
 * What @arethetypeswrong/core finds, less what is no defect: the resolution of Node 10, where `exports` does not exist; and that
 * `require` meets ESM, which every Node still maintained can load.
 */
export const typeResolution: Rule = {
  id: 'types',
  severity: 'warning',
  summary: 'types resolve and agree with the code under node16 and bundler resolution',
  breaks: 'TypeScript users, under the resolution mode that is named',
  check: async (subject) => {
    if (!hasTypes(subject)) return [];
    const result = await judgeTypes(subject.tarball, assets(subject), subject.signal);
    if (result === undefined) return notRun(`@arethetypeswrong/core needed more than ${typesTimeLimit / 1000} s`);
    if (result.types === false) return [];
    return together(result.problems.flatMap((problem) => placed(problem, result, subject)));
  },
};

/** Without a declaration file there is nothing to judge, and the compiler in the library need not be loaded. */
function hasTypes({ tarball }: Subject): boolean {
  return [...tarball.entries.keys()].some((path) => /\.d\.[cm]?ts$/.test(path));
}

/** Entry points that are no code, such as styles and fonts, have no types and need none. */
function assets({ entryPoints }: Subject): string[] {
  const bySubpath = Map.groupBy(entryPoints, ({ subpath }) => subpath);
  return [...bySubpath]
    .filter(([, points]) => points.every(({ path }) => !/\.(?:[cm]?[jt]sx?|node)$|^[^.]+$/.test(path)))
    .map(([subpath]) => subpath);
}

interface Manner {
  readonly severity: Severity;
  readonly reason: string;
  readonly mend: string;
}

const manners: Readonly<Partial<Record<ProblemKind, Manner>>> = {
  NoResolution: {
    severity: 'warning',
    reason: 'cannot be resolved',
    mend: 'Add a condition of "exports" that leads to a file for this mode, or take the entry point out',
  },
  UntypedResolution: {
    severity: 'suggestion',
    reason: 'leads to code without types',
    mend: 'Add a "types" condition for it, or a declaration file beside the code',
  },
  FalseESM: {
    severity: 'warning',
    reason: 'has types that say ESM for code that is CommonJS',
    mend: 'Give the CommonJS file declarations of its own that end in .d.cts, under a "require" condition',
  },
  FalseCJS: {
    severity: 'warning',
    reason: 'has types that say CommonJS for code that is ESM',
    mend: 'Give the ESM file declarations of its own that end in .d.mts, under an "import" condition',
  },
  NamedExports: {
    severity: 'suggestion',
    reason: 'promises named exports in its types that Node does not find in the CommonJS code',
    mend: 'Assign each export as exports.name = …, so that Node can see it',
  },
  FallbackCondition: {
    severity: 'suggestion',
    reason: 'is found only through a defect of TypeScript, which goes on after a condition that fails',
    mend: 'Let the first condition that matches lead to the types',
  },
  FalseExportDefault: {
    severity: 'warning',
    reason: 'says "export default" in its types where the code assigns module.exports',
    mend: 'Write "export =" in the declaration file',
  },
  MissingExportEquals: {
    severity: 'suggestion',
    reason: 'has types that leave out "export =", although the code assigns module.exports',
    mend: 'Write "export =" in the declaration file',
  },
  UnexpectedModuleSyntax: {
    severity: 'suggestion',
    reason: 'is written in another module format than its extension and "type" say',
    mend: 'Use the extension of the format it is written in, or change "type"',
  },
  InternalResolutionError: {
    severity: 'warning',
    reason: 'imports a module that TypeScript cannot find',
    mend: 'Write relative imports of declaration files with their extension, and publish what they name',
  },
  CJSOnlyExportsDefault: {
    severity: 'suggestion',
    reason: 'exports only a default from CommonJS, which users in ESM have to unwrap twice',
    mend: 'Assign module.exports, or publish ESM',
  },
};

interface Placed {
  readonly kind: ProblemKind;
  readonly place: string;
  /** What the manner's reason is said of. */
  readonly what: string;
  readonly mode?: string;
}

function placed(problem: TypesProblem, analysis: Analysis, { tarball }: Subject): Placed[] {
  const { kind } = problem;
  if ('resolutionKind' in problem && problem.resolutionKind === 'node10') return [];
  if (problem.kind === 'InternalResolutionError' && problem.resolutionOption === 'node10') return [];
  const inPackage = (file: string): string => file.replace(`/node_modules/${tarball.name}/`, '');
  if ('entrypoint' in problem) {
    const { entrypoint, resolutionKind: mode } = problem;
    if (analysis.entrypoints[entrypoint]?.isWildcard === true) return [];
    const what = entrypoint === '.' ? tarball.name : tarball.name + entrypoint.slice(1);
    return [{ kind, place: field('exports', entrypoint), what, mode }];
  }
  if ('typesFileName' in problem)
    return [{ kind, place: inPackage(problem.typesFileName), what: inPackage(problem.implementationFileName) }];
  const file = inPackage(problem.fileName);
  const text = tarball.entries.get(file)?.data.toString('utf8') ?? '';
  const what = problem.kind === 'InternalResolutionError' ? `${file} (${problem.moduleSpecifier})` : file;
  return [{ kind, place: `${file}:${lineAt(text, problem.pos)}`, what }];
}

/** The same at one place under several modes is one finding; the same at many places is one, too. */
function together(all: readonly Placed[]): Problem[] {
  return [...Map.groupBy(all, ({ kind }) => kind)].flatMap(([kind, ofKind]) => {
    const manner = manners[kind];
    if (!manner) return [];
    const { severity, mend } = manner;
    const verdict = kind.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
    const places = [...Map.groupBy(ofKind, ({ place }) => place).values()].map((group) => {
      const modes = new Set(group.flatMap(({ mode }) => mode ?? []));
      return { ...(group[0] as Placed), modes };
    });
    const under = (modes: ReadonlySet<string>): string => (modes.size === 0 ? '' : ` under ${someOf([...modes], 4)}`);
    const told = places.map(({ place, what, modes }) => ({
      verdict,
      severity,
      place,
      reason: `${what} ${manner.reason}${under(modes)}`,
      mend,
    }));
    if (told.length <= 3) return told;
    const first = told[0] as (typeof told)[number];
    return [{ ...first, reason: `${first.reason}, and so ${told.length - 1} more` }];
  });
}
