// node judge-tarball.ts <publint's module> <attw's module> <tarball>: both libraries alone on one tarball, as their users call them.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

interface Publint {
  readonly publint: (options: { pack: { tarball: ArrayBuffer } }) => Promise<{ messages: readonly unknown[] }>;
}
interface Attw {
  readonly createPackageFromTarballData: (tarball: Uint8Array) => unknown;
  readonly checkPackage: (pkg: unknown) => Promise<{ problems?: readonly unknown[] }>;
}

const [publintFile = '', attwFile = '', tarballFile = ''] = process.argv.slice(2);
const { publint } = (await import(pathToFileURL(publintFile).href)) as Publint;
const { createPackageFromTarballData, checkPackage } = (await import(pathToFileURL(attwFile).href)) as Attw;
const bytes = readFileSync(tarballFile);
const tarball = new Uint8Array(bytes).buffer;
const { messages } = await publint({ pack: { tarball } });
const { problems = [] } = await checkPackage(createPackageFromTarballData(bytes));
process.stdout.write(`${messages.length} ${problems.length}\n`);
