import type { CommandPurpose, FoundCommand } from '@cdev/code-graph';
import { readCriteria } from '@cdev/issue';
import type { Criterion } from './agent-brief.ts';

const passes: Readonly<Record<CommandPurpose, string>> = {
  test: 'the tests pass',
  types: 'the types are right',
  lint: 'the linter finds nothing',
  build: 'it builds',
  install: 'it installs',
  format: 'it is formatted',
};

/** The criteria that the request gives, then the repository's own checks. */
export function findCriteria(text: string, checks: readonly FoundCommand[]): readonly Criterion[] {
  const asked = readCriteria(text).map((criterion): Criterion => {
    const command = commandIn(criterion);
    return { text: criterion, ...(command !== undefined && { command, folder: '.' }), source: 'the request' };
  });
  const known = new Set(asked.map(({ command }) => command));
  const own = checks
    .filter(({ command, folder }) => !(folder === '.' && known.has(command)))
    .map(({ purpose, command, folder, foundIn }): Criterion => ({
      text: passes[purpose],
      command,
      folder,
      source: foundIn,
    }));
  return [...asked, ...own];
}

const runner =
  /^(?:npm|npx|pnpm|yarn|bunx?|node|deno|make|just|cargo|go|pytest|python3?|uv|poetry|tox|nox|ruff|mypy|bundle|rake|rspec|mix|gradle|mvn|dotnet|composer|phpunit|swift|zig|cmake|ctest|docker|git|\.{0,2}\/[\w./-]+)\s+\S|^(?:pytest|make|tox|rspec|rake|phpunit|ctest)$/;

/** A command that a criterion has in code marks. */
function commandIn(criterion: string): string | undefined {
  return [...criterion.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code.trim()).find((code) => runner.test(code));
}
