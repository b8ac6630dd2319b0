import { runningOrder, type CommandPurpose, type FoundCommand } from '@cdev/code-graph';

export interface ChosenCommands {
  /** Those that show whether the work is right. */
  readonly checks: readonly FoundCommand[];
  /** Those that are needed besides. */
  readonly others: readonly FoundCommand[];
}

const checking: readonly CommandPurpose[] = ['build', 'types', 'lint', 'test'];
/** More folders than this are better checked from the root. */
const maxFolders = 2;

/** Of all commands of a repository those that concern the files: each of the package nearest to them, else of the root. */
export function chooseCommands(commands: readonly FoundCommand[], paths: readonly string[]): ChosenCommands {
  const choose = (purpose: CommandPurpose): readonly FoundCommand[] =>
    nearest(
      commands.filter((command) => command.purpose === purpose),
      paths,
    );
  return {
    checks: runningOrder(checking.flatMap(choose)),
    others: [...commands.filter(({ purpose, folder }) => purpose === 'install' && folder === '.'), ...choose('format')],
  };
}

function nearest(commands: readonly FoundCommand[], paths: readonly string[]): readonly FoundCommand[] {
  const root = commands.find(({ folder }) => folder === '.');
  const folders = new Set(paths.map((path) => deepest(commands, path)));
  folders.delete(undefined);
  const isTooMany = folders.size > maxFolders && root !== undefined;
  if (isTooMany || folders.size === 0) return root ? [root] : [];
  return [...folders]
    .slice(0, maxFolders)
    .flatMap((folder) => commands.find((command) => command.folder === folder) ?? []);
}

function deepest(commands: readonly FoundCommand[], path: string): string | undefined {
  return commands
    .map(({ folder }) => folder)
    .filter((folder) => folder === '.' || path.startsWith(`${folder}/`))
    .toSorted((a, b) => (b === '.' ? 0 : b.length) - (a === '.' ? 0 : a.length))[0];
}
