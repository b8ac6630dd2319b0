import type { OwnershipRecord } from './ownership-record.ts';

/** As much of Node as the program uses. */
interface Program {
  readonly argv: readonly string[];
  readonly stderr: { readonly write: (text: string) => void };
  exitCode: number;
  readonly getBuiltinModule: (name: string) => unknown;
}
interface Built {
  readonly readFileSync: (file: string | number, encoding: 'utf8') => string;
  readonly realpathSync: (path: string) => string;
  readonly resolve: (...parts: readonly string[]) => string;
  readonly dirname: (path: string) => string;
  readonly relative: (from: string, to: string) => string;
  readonly join: (...parts: readonly string[]) => string;
}

/**
 * The program that an assistant's own hook starts before it writes a file: source beside the other, so everything it needs is inside. Arguments: the
 * worktree's ownership record, and the worktree. stdin: what Claude Code, Gemini CLI and Qwen Code tell such a hook, JSON with `tool_input`. Ends with 2,
 * and says why on stderr, when the path lies in the worktree and is not the agent's: all three refuse the tool then, and tell the model. What lies
 * elsewhere is the assistant's own affair, and what cannot be judged is judged when it is committed.
 */
export function judgeWrite(): void {
  const { process: program } = globalThis as unknown as { process: Program };
  const { readFileSync, realpathSync } = program.getBuiltinModule('node:fs') as Built;
  const { resolve, dirname, relative, join } = program.getBuiltinModule('node:path') as Built;
  const [, , recordFile = '', worktree = ''] = program.argv;
  /** With links followed, also when the last parts do not exist yet. */
  const real = (path: string): string => {
    try {
      return realpathSync(path);
    } catch {
      const parent = dirname(path);
      return parent === path ? path : join(real(parent), relative(parent, path));
    }
  };
  const refusal = (): string | undefined => {
    const { tool_input: input = {} } = JSON.parse(readFileSync(0, 'utf8')) as { tool_input?: Record<string, unknown> };
    const named = input['file_path'] ?? input['notebook_path'] ?? input['absolute_path'];
    if (typeof named !== 'string') return undefined;
    const path = relative(real(worktree), real(resolve(worktree, named))).replaceAll('\\', '/');
    if (path === '' || path === '..' || path.startsWith('../') || path === '.cdev/checklist.md') return undefined;
    const record = JSON.parse(readFileSync(recordFile, 'utf8')) as OwnershipRecord;
    const isIn = (expressions: readonly string[]): boolean =>
      expressions.some((source) => new RegExp(source, 'su').test(path));
    const shared = record.shared.find((entry) => isIn([entry.path]));
    if (shared ? shared.isOwn : isIn(record.owns)) return undefined;
    const owner = shared ? 'it is shared between others' : record.owners.find(({ owns }) => isIn(owns))?.agent;
    if (owner === undefined)
      return `${path} is owned by nobody; claim it first: cdev-agent-commit claim ${path}, or the tool claim`;
    return shared
      ? `${path} is not ${record.agent}'s: ${owner}`
      : `${path} is owned by ${owner}; leave it to that agent`;
  };
  try {
    const reason = refusal();
    if (reason === undefined) return;
    program.stderr.write(`cdev: refused, ${reason}\n`);
    program.exitCode = 2;
  } catch (error) {
    program.stderr.write(`cdev: not judged: ${String(error)}\n`);
  }
}
