import type { CommandPurpose } from './project.ts';

export type ScriptPurpose = Exclude<CommandPurpose, 'install'>;
type Scripts = Readonly<Record<string, unknown>>;

/** Names that scripts of a manifest commonly have, the plainest first. */
const names: Readonly<Record<ScriptPurpose, readonly string[]>> = {
  build: ['build', 'compile', 'dist', 'bundle'],
  types: [
    'typecheck',
    'type-check',
    'check-types',
    'check:types',
    'types:check',
    'tsc',
    'check-type',
    'types',
    'test:types',
    'test-types',
    'test:typescript',
    'tsd',
    'lint:types',
  ],
  lint: ['lint', 'eslint', 'lint:check', 'oxlint', 'lint:js'],
  test: ['test', 'test:unit', 'tests', 'unit', 'jest', 'vitest'],
  format: [
    'format:check',
    'fmt:check',
    'check:format',
    'prettier:check',
    'format-check',
    'format:ci',
    'lint:format',
    'format',
    'fmt',
    'prettier',
  ],
};

const checksTypes =
  /\b(?:tsc|vue-tsc|tsgo|tsd|tstyche|dtslint|svelte-check|astro\s+check|glint|flow\s+(?:check|status)|pyright|mypy)\b/;
/** Programs whose scripts have "types" in their names and that check something else. */
const looksAtSomethingElse = /\b(?:attw|publint|api-extractor|eslint|oxlint|biome|prettier|oxfmt|typesync|typedoc)\b/;
const neverEnds = /(?:^|\s)--watch(?:All)?(?=\s|$)|\b(?:nodemon|chokidar)\b/;
const rewrites = /(?:^|\s)--(?:fix|write)(?=\s|$)/;

/**
 * The script of a manifest that serves a purpose: by its name, and by what it runs where a name may mean several things. None that
 * can only fail, never ends, or, as a check, changes the files it checks.
 */
export function chooseScript(scripts: Scripts, purpose: ScriptPurpose): string | undefined {
  const usable = names[purpose].filter((name) => {
    const text = fullText(scripts, name);
    return text !== '' && !isPlaceholder(text) && !neverEnds.test(text) && !(purpose === 'lint' && rewrites.test(text));
  });
  if (purpose !== 'types') return usable[0];
  const sure = usable.find((name) => checksTypes.test(fullText(scripts, name)));
  return sure ?? usable.find((name) => !looksAtSomethingElse.test(fullText(scripts, name)));
}

/** npm's own word for a package that has no tests: running it can only fail. */
const isPlaceholder = (script: string): boolean => /no test specified/i.test(script);

/** What a script and all that it calls of the same manifest run. */
function fullText(scripts: Scripts, name: string): string {
  return [...scriptsRunBy(scripts, name)].map((each) => ownText(scripts, each)).join('\n');
}

function ownText(scripts: Scripts, name: string): string {
  const text = scripts[name];
  return typeof text === 'string' ? text : '';
}

const call = /\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/g;
const callOfSeveral = /\b(?:npm-run-all2?|run-[sp])\s+([^&|;]+)/g;

/** The script itself, those that npm runs before and after it, and those that any of them calls; each once. */
export function scriptsRunBy(scripts: Scripts, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: string): void => {
    if (found.has(each) || ownText(scripts, each) === '') return;
    found.add(each);
    const text = ownText(scripts, each);
    const called = [...text.matchAll(call)].map(([, one = '']) => one);
    const several = [...text.matchAll(callOfSeveral)].flatMap(([, words = '']) => words.trim().split(/\s+/));
    [`pre${each}`, ...called, ...several, `post${each}`].forEach(visit);
  };
  visit(name);
  return found;
}
