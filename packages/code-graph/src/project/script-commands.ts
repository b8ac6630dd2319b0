import type { CommandPurpose, FoundCommand } from './project.ts';

/** Names that scripts of a manifest commonly have, best first. */
const names: Readonly<Record<Exclude<CommandPurpose, 'install'>, readonly string[]>> = {
  test: ['test', 'test:unit', 'tests', 'unit', 'jest', 'vitest'],
  lint: ['lint', 'eslint', 'lint:check', 'oxlint', 'lint:js'],
  types: [
    'types',
    'typecheck',
    'type-check',
    'check-types',
    'check:types',
    'tsc',
    'check-type',
    'lint:types',
    'test:types',
  ],
  build: ['build', 'compile', 'dist', 'bundle'],
  format: [
    'format:check',
    'fmt:check',
    'check:format',
    'prettier:check',
    'format-check',
    'lint:format',
    'format',
    'fmt',
    'prettier',
  ],
};
const needsNothing = new Set(['test', 'start']);

/** npm's own word for a package that has no tests: running it can only fail. */
const isPlaceholder = (script: string): boolean => /no test specified/i.test(script);

/** The commands that a package.json offers, called with the repository's package manager. */
export function scriptCommands(
  scripts: Readonly<Record<string, unknown>>,
  folder: string,
  manager: string,
): FoundCommand[] {
  const purposes = Object.keys(names) as (keyof typeof names)[];
  return purposes.flatMap((purpose) => {
    const name = names[purpose].find(
      (candidate) => typeof scripts[candidate] === 'string' && !isPlaceholder(scripts[candidate]),
    );
    if (name === undefined) return [];
    const foundIn = `${folder === '.' ? '' : `${folder}/`}package.json scripts.${name}`;
    return [{ purpose, command: runScript(manager, name), folder, foundIn }];
  });
}

function runScript(manager: string, name: string): string {
  if (manager === 'npm' || manager === 'bun')
    return needsNothing.has(name) && manager === 'npm' ? `npm ${name}` : `${manager} run ${name}`;
  return `${manager} ${name}`;
}

/** How dependencies are installed as the lock file says. */
export function installCommand(manager: string, hasLock: boolean): string | undefined {
  const commands: Readonly<Record<string, string>> = {
    npm: hasLock ? 'npm ci' : 'npm install',
    pnpm: hasLock ? 'pnpm install --frozen-lockfile' : 'pnpm install',
    yarn: hasLock ? 'yarn install --immutable' : 'yarn install',
    bun: hasLock ? 'bun install --frozen-lockfile' : 'bun install',
    uv: 'uv sync',
    poetry: 'poetry install',
    pipenv: 'pipenv sync',
    pip: 'pip install -r requirements.txt',
    cargo: 'cargo fetch',
    go: 'go mod download',
    bundler: 'bundle install',
    composer: 'composer install',
    mix: 'mix deps.get',
  };
  return commands[manager];
}
