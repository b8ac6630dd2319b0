import { posix } from 'node:path';
import { isTestFile } from '../inventory/classify-path.ts';
import type { InventoryFile } from '../inventory/inventory.ts';
import type { Convention } from './project.ts';

/** A habit counts as one when so large a share of the cases keeps it. */
const share = 0.6;

/** What the files show that the repository does throughout; nothing that only some files do. */
export function findConventions(
  files: readonly InventoryFile[],
  manifest: { readonly type?: unknown } | undefined,
): Convention[] {
  const own = files.filter(({ isGenerated, isBinary }) => !isGenerated && !isBinary);
  return [...testConventions(own), ...sourceFolders(own), ...moduleForm(own, manifest), ...barrels(own)];
}

function testConventions(files: readonly InventoryFile[]): Convention[] {
  const tests = files.filter(
    ({ path }) => isTestFile(path) && /\.[a-z]+$/i.test(path) && !/\.(?:json|ya?ml|md|snap|txt)$/.test(path),
  );
  if (tests.length < 2) return [];
  const name = mostCommon(
    tests.map(({ path }) =>
      /[._-](?:test|spec|e2e)\.[a-z]+$|^test_.*\.py$|_test\.[a-z]+$/
        .exec(posix.basename(path))?.[0]
        .replace(/^test_.*/, 'test_*.py'),
    ),
  );
  const place = mostCommon(
    tests.map(({ path }) =>
      path.includes('__tests__/')
        ? '`__tests__` folders'
        : (/^(tests?|spec)\//.exec(path)?.[1] ?? undefined) !== undefined
          ? `\`${path.split('/')[0]}/\` at the top`
          : /\/(tests?)\//.test(path)
            ? 'a test folder of each package'
            : 'the folder of what they test',
    ),
  );
  return [
    ...(name && name.count >= tests.length * share
      ? [
          {
            topic: 'tests' as const,
            text: `Test files end in \`${name.value}\`.`,
            evidence: `${name.count} of ${tests.length} test files`,
          },
        ]
      : []),
    ...(place && place.count >= tests.length * share
      ? [
          {
            topic: 'tests' as const,
            text: `Tests are in ${place.value}.`,
            evidence: `${place.count} of ${tests.length} test files`,
          },
        ]
      : []),
  ];
}

function sourceFolders(files: readonly InventoryFile[]): Convention[] {
  const sources = files.filter(
    ({ language, isTest }) => !isTest && !['markdown', 'json', 'yaml', 'unknown', 'toml'].includes(language),
  );
  const top = mostCommon(sources.map(({ path }) => (path.includes('/') ? path.split('/')[0] : undefined)));
  if (!top || sources.length < 3 || top.count < sources.length * share) return [];
  return [
    {
      topic: 'sources',
      text: `Sources are in \`${top.value}/\`.`,
      evidence: `${top.count} of ${sources.length} source files`,
    },
  ];
}

function moduleForm(files: readonly InventoryFile[], manifest: { readonly type?: unknown } | undefined): Convention[] {
  if (!manifest || !files.some(({ language }) => language === 'javascript' || language === 'typescript')) return [];
  const isModule = manifest.type === 'module';
  return [
    {
      topic: 'modules',
      text: isModule ? 'Packages are ES modules.' : 'Packages are CommonJS unless a file says otherwise.',
      evidence: isModule ? 'package.json type: module' : 'package.json has no type: module',
    },
  ];
}

function barrels(files: readonly InventoryFile[]): Convention[] {
  const index = files.filter(({ path, isTest }) => !isTest && /(?:^|\/)index\.[cm]?[jt]sx?$/.test(path));
  return index.length >= 3
    ? [
        {
          topic: 'barrels',
          text: 'Folders have an index file through which the others import.',
          evidence: `${index.length} index files`,
        },
      ]
    : [];
}

function mostCommon(values: readonly (string | undefined)[]): { value: string; count: number } | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best && { value: best[0], count: best[1] };
}
