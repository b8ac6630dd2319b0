import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Consumer } from './type-consumer.ts';

export interface TypeProblem {
  /** `TS2307` */
  readonly code: string;
  readonly message: string;
  /** The entry that a consumer cannot use; undefined when the problem is inside the package's declarations. */
  readonly entry: string | undefined;
  /** From the package's folder; undefined when it shows in the consumer's file. */
  readonly file: string | undefined;
  /** 1-based, in `file`. */
  readonly line: number | undefined;
}

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  /** Absolute; undefined for one about the compilation as a whole. */
  readonly file: string | undefined;
  /** What it means to the consumer in that file: none or one problem. */
  readonly in: (file: string, consumer: Consumer) => readonly TypeProblem[];
}

const shape = /^(?:(.+?)\((\d+),\d+\): )?error (TS\d+): (.*)$/;

/** The errors in what `tsc` wrote about the program in `folder`. */
export function readDiagnostics(output: string, folder: string): Diagnostic[] {
  return output.split('\n').flatMap((text): Diagnostic[] => {
    const [, named, lineText, code = '', message = ''] = shape.exec(text.trimEnd()) ?? [];
    if (code === '') return [];
    const file = named === undefined ? undefined : real(resolve(folder, named));
    const line = lineText === undefined ? undefined : Number(lineText);
    return [{ code, message, file, in: problemIn({ code, message, file, line }) }];
  });
}

interface Located {
  readonly code: string;
  readonly message: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** In the consumer's own file, or in the declarations of the package that it uses; elsewhere is others' business. */
function problemIn({ code, message, file, line }: Located): Diagnostic['in'] {
  return (consumerFile, { installed, entries }) => {
    if (file === undefined) return [];
    if (file === consumerFile)
      return [{ code, message, entry: entries[(line ?? 0) - 1]?.entry, file: undefined, line: undefined }];
    const inside = relative(installed.folder, file);
    const isOwn = !inside.startsWith('..') && !inside.split(sep).includes('node_modules');
    return isOwn ? [{ code, message, entry: undefined, file: inside.replaceAll(sep, '/'), line }] : [];
  };
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
