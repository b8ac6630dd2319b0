import { join } from 'node:path';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder } from '@cdev/test-kit';
import { installPackages, type InstallPackagesOptions, type Installation } from '@cdev/installed-package';
import { packFixture, type Fixture } from './pack-fixture.ts';

export interface TrialBench extends AsyncDisposable {
  readonly folder: string;
  readonly registry: LocalRegistry;
  readonly env: Record<string, string>;
  /** Packs and puts it into the registry. */
  readonly publish: (fixture: Fixture, files?: Readonly<Record<string, string>>) => Promise<void>;
  readonly install: (spec: string, more?: Partial<InstallPackagesOptions>) => Promise<Installation>;
}

/** A registry with nothing behind it, and a place for scratch projects. */
export async function trialBench(): Promise<TrialBench> {
  const folder = await tempFolder();
  const registry = await startRegistry();
  const env = scrubbedEnvironment(folder.path);
  let count = 0;
  return {
    folder: folder.path,
    registry,
    env,
    async publish(fixture, files) {
      const { readFile } = await import('node:fs/promises');
      await registry.put(await readFile(await packFixture(folder.path, fixture, files)));
    },
    // pnpm is the quicker of the two, and what is tried is the same.
    install: (spec, more) =>
      installPackages({
        folder: join(folder.path, `trial ${(count += 1)}`),
        packages: [spec],
        manager: 'pnpm',
        registry,
        env,
        ...more,
      }),
    async [Symbol.asyncDispose]() {
      await registry.close();
      await folder.remove();
    },
  };
}
