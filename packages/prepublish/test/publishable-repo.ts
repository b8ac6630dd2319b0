import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { cleanPackage, type PackageObject } from './one-defect/clean-package.ts';

/** A git repository with the package's files as they lie before packing, with its manifest, on main, and an `origin` of that name. */
export async function publishableRepo({ manifest, files }: PackageObject = cleanPackage): Promise<TempRepo> {
  const texts = Object.entries(files).map(([path, file]) => [path, textOf(file)] as const);
  const repo = await tempRepo({
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    ...Object.fromEntries(texts),
  });
  await repo.git('remote', 'add', 'origin', 'https://github.com/example/one-defect.git');
  return repo;
}

function textOf(file: PackageObject['files'][string]): string {
  if (typeof file === 'string') return file;
  if (Buffer.isBuffer(file)) return file.toString('utf8');
  return 'text' in file ? file.text : '';
}
