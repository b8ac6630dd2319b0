import { tempFolder, type TempFolder } from '@cdev/test-kit';

/** A package whose bin is the given JavaScript, as if it had been built. */
export async function fakePackage(source: string): Promise<TempFolder> {
  return tempFolder({
    'package.json': JSON.stringify({
      name: '@cdev/fake',
      version: '1.2.3',
      type: 'module',
      bin: { 'cdev-fake': './bin/cdev-fake.js' },
    }),
    'bin/cdev-fake.js': source,
    'dist/start.js': '',
  });
}
