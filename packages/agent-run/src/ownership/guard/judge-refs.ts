import type { OwnershipRecord } from './ownership-record.ts';

/** As much of Node as the program uses. */
interface Program {
  readonly argv: readonly string[];
  readonly stderr: { readonly write: (text: string) => void };
  readonly exit: (code: number) => never;
  readonly getBuiltinModule: (name: string) => unknown;
}
interface Built {
  readonly readFileSync: (file: string | number, encoding: 'utf8') => string;
  readonly execFileSync: (
    file: string,
    args: readonly string[],
    options: { readonly encoding: 'utf8'; readonly maxBuffer: number },
  ) => string;
}

/**
 * The program that the hook starts, written beside it as source, so everything it needs is inside: it must go on working when this package
 * has been removed or updated. Arguments: the worktree's ownership record. stdin: the updates of a ref transaction, a line each
 * (`<old> <new> <ref>`, githooks, "reference-transaction"). Ends with 1 when one of them is not the agent's to make.
 */
export function judgeRefs(): void {
  const { process: program } = globalThis as unknown as { process: Program };
  const { readFileSync } = program.getBuiltinModule('node:fs') as Pick<Built, 'readFileSync'>;
  const { execFileSync } = program.getBuiltinModule('node:child_process') as Pick<Built, 'execFileSync'>;
  const record = JSON.parse(readFileSync(program.argv[2] ?? '', 'utf8')) as OwnershipRecord;
  const isIn = (expressions: readonly string[], path: string): boolean =>
    expressions.some((source) => new RegExp(source, 'su').test(path));
  const isForeign = (path: string): boolean => {
    const shared = record.shared.find((entry) => isIn([entry.path], path));
    return shared ? !shared.isOwn : !isIn(record.owns, path);
  };
  const ownerOf = (path: string): string => {
    if (record.shared.some((entry) => isIn([entry.path], path))) return 'shared between others';
    return record.owners.find(({ owns }) => isIn(owns, path))?.agent ?? 'nobody';
  };
  const changed = (to: string): string[] =>
    execFileSync(
      'git',
      [
        'diff-tree',
        '-r',
        '-z',
        '--name-only',
        '--no-renames',
        '--ignore-submodules=none',
        '--no-relative',
        record.base,
        to,
        '--',
      ],
      { encoding: 'utf8', maxBuffer: 1e9 },
    )
      .split('\0')
      .filter((path) => path !== '');
  const refuse = (lines: readonly string[]): never => {
    program.stderr.write(lines.map((line) => `cdev: ${line}\n`).join(''));
    return program.exit(1);
  };
  const isNothing = (oid: string): boolean => /^0+$/.test(oid);

  for (const line of readFileSync(0, 'utf8').split('\n')) {
    const [from = '', to = '', ref = ''] = line.split(' ');
    // A deletion that does not say what it deletes is told as nothing becoming nothing.
    if (ref === '' || (from === to && !isNothing(to))) continue;
    if (ref.startsWith('refs/cdev/'))
      refuse([`${ref} keeps work of the run ${record.plan}; it is not yours to change`]);
    const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
    if (branch !== undefined && record.others.includes(branch))
      refuse([`${branch} is not the branch of ${record.agent}; work only on ${record.branch}`]);
    if (branch !== record.branch || record.base === '') continue;
    if (isNothing(to)) refuse([`${branch} is the branch of ${record.agent}; it stays until its work is merged`]);
    const foreign = changed(to).filter(isForeign);
    if (foreign.length === 0) continue;
    const more = foreign.length - 10;
    refuse([
      `refused, since ${record.agent} does not own what this would change:`,
      ...foreign.slice(0, 10).map((path) => `  ${path}  (owner: ${ownerOf(path)})`),
      ...(more > 0 ? [`  and ${more} more`] : []),
      'Your files are as they were. Leave these paths out of the commit: git restore --staged <path>',
      'A path that nobody owns can be yours: cdev-agent-commit claim <path>',
    ]);
  }
}
