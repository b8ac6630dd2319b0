import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import type { TypeScript } from './find-typescript.ts';
import type { ImportHow } from './import-entries.ts';
import type { InstalledPackage } from './installation.ts';
import type { TypeEntry } from './type-entries.ts';
import { readDiagnostics, type TypeProblem } from './type-problem.ts';

export type Resolution = 'nodenext' | 'bundler';

/** One file that uses entries of one package in one way. */
export interface Consumer {
  /** The scratch project. */
  readonly folder: string;
  readonly installed: InstalledPackage;
  readonly how: ImportHow;
  readonly entries: readonly TypeEntry[];
}

export interface CompileOptions {
  readonly typescript: TypeScript;
  readonly resolution: Resolution;
  readonly consumers: readonly Consumer[];
  readonly project?: string | undefined;
  readonly timeLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Compilation {
  /** Why nothing can be said: the compiler itself failed. */
  readonly broken: string | undefined;
  readonly problemsOf: (installed: InstalledPackage, how: ImportHow) => readonly TypeProblem[];
  readonly duration: number;
}

/** Compiles all consumers as one program; each file stands in its own scratch project. */
export async function compileConsumers(options: CompileOptions): Promise<Compilation> {
  const { typescript, resolution, consumers, project, timeLimit = 60_000, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'cdev-types-'));
  const files = consumers.map((consumer, index) => ({
    consumer,
    file: join(consumer.folder, `${basename(folder)}-${index}${extension(resolution, consumer.how)}`),
  }));
  try {
    // Two copies of one description of Node contradict each other.
    const describesNode = consumers.some(({ installed }) => installed.name === '@types/node');
    const roots = describesNode ? [] : await nodeTypes(folder, [project, dirname(typescript.tsc)]);
    await Promise.all(files.map(({ consumer, file }) => writeFile(file, source(consumer))));
    const paths = files.map(({ file }) => file);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration(resolution, paths, roots)));
    const ended = await run(process.execPath, [typescript.tsc, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      timeLimit,
      signal,
      allowFailure: true,
    });
    const output = stripControl(`${ended.stdout}\n${ended.stderr}`);
    const diagnostics = readDiagnostics(output, folder);
    const general = diagnostics.find(({ file }) => file === undefined);
    // An end with a failure must not pass because its output was not understood.
    const isUnread = !ended.ok && diagnostics.length === 0;
    return {
      broken: ended.timedOut
        ? `TypeScript took longer than ${timeLimit / 1000} s`
        : isUnread
          ? `TypeScript failed: ${output.trim().slice(0, 500)}`
          : general && `${general.code}: ${general.message}`,
      problemsOf: (installed, how) => {
        const mine = files.find(({ consumer }) => consumer.installed === installed && consumer.how === how);
        return mine ? diagnostics.flatMap((diagnostic) => diagnostic.in(mine.file, mine.consumer)) : [];
      },
      duration: ended.duration,
    };
  } finally {
    await Promise.all(files.map(({ file }) => rm(file, { force: true })));
    await rm(folder, { recursive: true, force: true });
  }
}

function extension(resolution: Resolution, how: ImportHow): string {
  return resolution === 'bundler' ? '.ts' : how === 'import' ? '.mts' : '.cts';
}

/** One statement a line, so that the line of a diagnostic tells the entry. */
function source({ entries, how }: Consumer): string {
  return entries
    .map(({ specifier }, index) => {
      // Declarations of others' modules and of globals are no module themselves.
      if (specifier.startsWith('@types/')) return `/// <reference types="${specifier.slice('@types/'.length)}" />\n`;
      const name = JSON.stringify(specifier);
      const imported =
        how === 'require' ? `import entry${index} = require(${name});` : `import * as entry${index} from ${name};`;
      return `${imported} export type Entry${index} = typeof entry${index};\n`;
    })
    .join('');
}

function configuration(resolution: Resolution, files: readonly string[], roots: readonly string[]): object {
  return {
    compilerOptions: {
      target: 'es2022',
      lib: ['esnext', 'dom', 'dom.iterable'],
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
      strict: true,
      noEmit: true,
      // Declarations of these packages are to be checked; what is wrong in those of others is read past.
      skipLibCheck: false,
      skipDefaultLibCheck: true,
      resolveJsonModule: true,
      types: roots.length > 0 ? ['node'] : [],
      ...(roots.length > 0 && { typeRoots: roots }),
    },
    files,
  };
}

/**
 * Nearly everybody who writes for Node has `@types/node`: the project's own, else that which came with the compiler, without putting it among what is
 * installed.
 */
async function nodeTypes(folder: string, places: readonly (string | undefined)[]): Promise<string[]> {
  for (const place of places) {
    const found = place === undefined ? undefined : nodeTypesAt(place);
    if (found === undefined) continue;
    const root = join(folder, 'type-roots');
    await mkdir(root);
    await symlink(found, join(root, 'node'), 'junction');
    return [root];
  }
  return [];
}

function nodeTypesAt(place: string): string | undefined {
  try {
    return dirname(createRequire(join(place, 'package.json')).resolve('@types/node/package.json'));
  } catch {
    return undefined;
  }
}
