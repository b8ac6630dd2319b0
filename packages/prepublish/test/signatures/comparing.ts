import type { PackageTarball } from '@cdev/package-tarball';
import type { Change } from '../../src/signatures/change.ts';
import { signatureChanges } from '../../src/signatures/signature-changes.ts';
import { tarballOf } from '../pack-object.ts';

export type Files = Readonly<Record<string, string>>;

const pack = (version: string, files: Files): PackageTarball => {
  const entries = Object.keys(files).filter((path) => /^(?:index|case-\d+)\.d\.ts$/.test(path));
  const exports = Object.fromEntries(entries.map((path) => [`./${path.replace('.d.ts', '')}`, { types: `./${path}` }]));
  return tarballOf({ name: 'signed', version, type: 'module', exports }, files);
};

export async function changes(before: Files, after: Files): Promise<readonly Change[]> {
  const compared = await signatureChanges({ before: pack('1.0.0', before), after: pack('1.0.1', after) });
  if ('notCompared' in compared) throw new Error(compared.notCompared);
  return compared.changes;
}

export const sentences = (all: readonly Change[]): readonly string[] =>
  all.map(({ kind, what }) => `${kind}: ${what}`).toSorted();

/** Each case is an entry point of one package, since starting the compiler is what takes time; the answers are those of the case. */
export function compared(cases: readonly (readonly [what: string, before: string, after: string, ...unknown[]])[]) {
  const files = (side: 1 | 2): Files =>
    Object.fromEntries(cases.map((each, at) => [`case-${at}.d.ts`, `${each[side]}\nexport {};\n`]));
  let all: Promise<readonly Change[]> | undefined;
  return async (what: string): Promise<readonly string[]> => {
    const own = `case-${cases.findIndex(([name]) => name === what)}.d.ts`;
    return sentences((await (all ??= changes(files(1), files(2)))).filter(({ file }) => file === own));
  };
}

export const options = (members: string): string =>
  `export interface Options { ${members} }\nexport declare function run(options: Options): void;\n`;
export const result = (members: string): string =>
  `export interface Result { ${members} }\nexport declare function run(): Promise<Result>;\n`;
export const call = (signature: string): string => `export declare function run${signature};\n`;
