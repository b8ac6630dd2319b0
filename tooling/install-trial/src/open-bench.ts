import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry, startRegistry } from '@cdev/package-registry';
import { packWorkspace, type Packed } from './pack-workspace.ts';
import type { Bench } from './try-package.ts';

export interface OpenedBench extends Bench, AsyncDisposable {
  readonly packed: readonly Packed[];
  readonly close: () => Promise<void>;
}

/** Packs the packages of the repository at `root` and puts them into a registry, with the one that npm is configured with behind it. */
export async function openBench(root: string, env: Readonly<Record<string, string | undefined>>): Promise<OpenedBench> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'cdev install trial-')));
  const [packed, upstream] = await Promise.all([
    packWorkspace(root, join(folder, 'packed')),
    openRegistry({ cwd: root, env }),
  ]);
  const registry = await startRegistry({ upstream, env });
  for (const { file } of packed) await registry.put(await readFile(file));
  const close = async (): Promise<void> => {
    await registry.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return {
    registry,
    folder,
    packed,
    // The trials share what they learn of other packages; the store of pnpm is that of the machine, with hard links from it.
    env: { ...env, pnpm_config_cache_dir: join(folder, 'pnpm-cache'), pnpm_config_prefer_offline: 'true' },
    close,
    [Symbol.asyncDispose]: close,
  };
}
