import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git, type GitPlace } from './git.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/**
 * Signatures hold the time, or chance: a commit that is made again would be another one each time it is signed, where without a signature it is the same. What
 * was signed is therefore remembered by the id that the commit has without.
 * @param unsigned the id without a signature
 * @param sign makes the signed commit and gives its id
 */
export async function signOnce(place: GitPlace, unsigned: string, sign: () => Promise<string>): Promise<string> {
  const file = join(await commonDirOf(place), 'cdev', 'signed', unsigned);
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{40,64}$/.test(known) && (await isSame(place, unsigned, known))) return known;
  const signed = await sign();
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${signed}\n`);
  return signed;
}

async function commonDirOf(place: GitPlace): Promise<string> {
  if (typeof place !== 'string') return place.commonDir;
  const question = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  return (await git(place, question, { isQuestion: true })).stdoutBytes.toString('utf8').trimEnd();
}

/** What stands in a file is not believed: only a commit that is the other one with a signature is. */
async function isSame(place: GitPlace, unsigned: string, signed: string): Promise<boolean> {
  const [plain, other] = await Promise.all([unsigned, signed].map((id) => read(place, id)));
  if (plain === undefined || other === undefined || plain === other) return false;
  const [head = '', ...body] = other.split('\n\n');
  return [head.replace(/\ngpgsig(?:-sha256)? [^\n]*(?:\n [^\n]*)*/, ''), ...body].join('\n\n') === plain;
}

/** As bytes, one letter each. Undefined when it was collected as garbage. */
async function read(place: GitPlace, id: string): Promise<string | undefined> {
  const { ok, stdoutBytes } = await git(place, ['cat-file', 'commit', id], { isQuestion: true, allowFailure: true });
  return ok ? stdoutBytes.toString('latin1') : undefined;
}
