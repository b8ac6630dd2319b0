import { run } from '@cdev/core/subprocess';

export interface Packed {
  readonly name: string;
  readonly version: string;
  /** The tarball. */
  readonly file: string;
}

/** Packs every package under `packages/` by the packer that publishes them, which puts real ranges for `workspace:` and `catalog:`. */
export async function packWorkspace(
  root: string,
  destination: string,
  names: readonly string[] = [],
): Promise<Packed[]> {
  const filters = names.length === 0 ? ['--filter', './packages/*'] : names.flatMap((name) => ['--filter', name]);
  const args = ['--recursive', ...filters, 'pack', '--pack-destination', destination, '--json'];
  const { stdout } = await run('pnpm', args, { cwd: root, timeLimit: 60_000 });
  // A single package is not in a list.
  const packed = [JSON.parse(stdout) as unknown].flat() as { name: string; version: string; filename: string }[];
  return packed.map(({ name, version, filename }) => ({ name, version, file: filename }));
}
