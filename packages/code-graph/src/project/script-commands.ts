import { chooseScript, scriptsRunBy, type ScriptPurpose } from './choose-script.ts';
import type { FoundCommand } from './project.ts';

const purposes: readonly ScriptPurpose[] = ['build', 'types', 'lint', 'test', 'format'];
const needsNothing = new Set(['test', 'start']);

/** The commands that a package.json offers, called with the repository's package manager. */
export function scriptCommands(
  scripts: Readonly<Record<string, unknown>>,
  folder: string,
  manager: string,
): FoundCommand[] {
  const chosen = purposes.flatMap((purpose) => {
    const name = chooseScript(scripts, purpose);
    return name === undefined ? [] : [{ purpose, name, runs: scriptsRunBy(scripts, name) }];
  });
  return chosen.map(({ purpose, name, runs }) => {
    const foundIn = `${folder === '.' ? '' : `${folder}/`}package.json scripts.${name}`;
    const after = chosen.filter((other) => other.name !== name && runs.has(other.name)).map((other) => other.purpose);
    return { purpose, command: runScript(manager, name), folder, foundIn, ...(after.length > 0 && { after }) };
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
