import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '@cdev/core/subprocess';

/** A folder that goes at the end of the block; its name has a space and a letter outside ASCII. */
export async function scratch(
  files: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'cdev régistry ')));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The tarball of a package with these fields and files. */
export async function packed(
  manifest: { readonly name: string; readonly version: string; readonly [field: string]: unknown },
  files: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const inside = Object.entries(files).map(([path, text]) => [`package/${path}`, text] as const);
  await using folder = await scratch({
    'package/package.json': JSON.stringify(manifest),
    ...Object.fromEntries(inside),
  });
  await run('tar', ['-czf', 'packed.tgz', 'package'], { cwd: folder.path });
  return await readFile(join(folder.path, 'packed.tgz'));
}

/** An environment in which npm and pnpm see no settings of whoever runs the tests, but those they need to get to a network. */
export function bareEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(PATH|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|TMPDIR|NODE_COMPILE_CACHE|SystemRoot|ComSpec|PATHEXT)$/i.test(
      name,
    ),
  );
  return { ...(Object.fromEntries(kept) as Record<string, string>), HOME: home, USERPROFILE: home, NO_COLOR: '1' };
}
