import { posix } from 'node:path';
import { lockFiles } from '@cdev/package-workspace';

/** What a changed file means for tests, by its name alone. */
export type Meaning =
  /** Everything may behave otherwise. */
  | { readonly kind: 'everything'; readonly reason: string }
  /** Everything of its package may behave otherwise. */
  | { readonly kind: 'package'; readonly reason: string }
  /** A manifest: what in it changed decides. */
  | { readonly kind: 'manifest' }
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Source or data: those that import it, or read it, decide. */
  | { readonly kind: 'content' };

const runnerConfiguration =
  /^(?:jest|vitest|vite|ava|playwright|wallaby)\.(?:config|workspace|setup|preset)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$|^\.mocharc(?:\.\w+)?$|^\.taprc$|^\.(?:c8|nyc)rc(?:\.json)?$/;
const compilerConfiguration = /^(?:[jt]sconfig(?:\.[\w-]+)*\.json|\.swcrc|babel\.config\.\w+|\.babelrc(?:\.\w+)?)$/;
const environmentFile =
  /^(?:\.npmrc|\.nvmrc|\.node-version|\.tool-versions|pnpm-workspace\.yaml|\.yarnrc\.yml|\.pnpmfile\.c?js|\.env(?:\.test)?)$/;
const document =
  /\.(?:md|mdx|markdown|rst|adoc|txt)$|^(?:LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|CONTRIBUTING|CODEOWNERS)(?:\..*)?$/i;
const houseKeeping =
  /^(?:\.github|\.changeset|\.husky|\.vscode|\.idea|docs?|\.gitlab|\.circleci)\/|(?:^|\/)(?:\.gitignore|\.gitattributes|\.editorconfig|\.prettier\w*(?:\.\w+)?|\.eslint\w*(?:\.\w+)?|eslint\.config\.\w+|\.oxlintrc\.json|oxlint\.config\.\w+|\.oxfmtrc\.\w+|renovate\.json\d?|dependabot\.yml|\.npmignore|\.lintstagedrc(?:\.\w+)?)$/;
const testData = /(?:^|\/)(?:__tests__|tests?|specs?|e2e|__fixtures__|fixtures?|testdata|__snapshots__)\//i;

/** `isAtTop`: no package of the repository but the outermost one holds the file. */
export function judgeChange(path: string, { isAtTop }: { readonly isAtTop: boolean }): Meaning {
  const name = posix.basename(path);
  const isInTopFolder = !path.includes('/');
  if (name === 'package.json') return { kind: 'manifest' };
  if (Object.hasOwn(lockFiles, name)) return wide(isInTopFolder, 'the lock file changed');
  if (environmentFile.test(name)) return wide(isInTopFolder, `${name} changed`);
  if (compilerConfiguration.test(name)) return wide(isInTopFolder, 'the compiler configuration changed');
  if (runnerConfiguration.test(name)) return wide(isAtTop, "the runner's configuration changed");
  // Tests may well read documents that stand among them.
  if (!testData.test(path)) {
    if (houseKeeping.test(path)) return { kind: 'nothing', reason: 'not used by tests' };
    if (document.test(name)) return { kind: 'nothing', reason: 'a document' };
  }
  return { kind: 'content' };
}

function wide(isAll: boolean, reason: string): Meaning {
  return { kind: isAll ? 'everything' : 'package', reason };
}

/** Fields of a manifest that tests cannot notice. */
const quietFields = new Set(
  'version description keywords homepage bugs license author contributors maintainers funding repository files publishConfig private cdev packageManager sideEffects'.split(
    ' ',
  ),
);
const loudScripts = /^(?:pre|post)?(?:test|build|compile|prepare|unit)/;

/** Names of the fields whose change tests may notice. A manifest that is new, gone or unreadable says `everything`. */
export function loudFields(before: unknown, after: unknown): readonly string[] {
  if (!isRecord(before) || !isRecord(after)) return ['everything'];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => {
    if (quietFields.has(name)) return false;
    const [old, now] = name === 'scripts' ? [loudOf(before[name]), loudOf(after[name])] : [before[name], after[name]];
    return JSON.stringify(old) !== JSON.stringify(now);
  });
}

function loudOf(scripts: unknown): unknown {
  return isRecord(scripts) ? Object.entries(scripts).filter(([name]) => loudScripts.test(name)) : scripts;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
