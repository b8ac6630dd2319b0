import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import {
  describePackage,
  distributionFolder,
  distributionManifestFile,
  writeDistributionManifest,
  type DistributedPackage,
  type DistributionManifest,
} from '@cdev/distribution-manifest';
import { openRepository } from '@cdev/git';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { packPackage } from '@cdev/package-tarball';
import { publishOrder, readPackageWorkspace } from '@cdev/package-workspace';
import {
  bringTypescript,
  tempFolder,
  tempRepo,
  testContext,
  type Files,
  type TempRepo,
  type TestContextOptions,
} from '@cdev/test-kit';
import type { PostpublishOptions } from '../src/index.ts';

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

/** Three packages that need each other: words <- greet <- cli, the last with a bin. */
export const workspaceFiles: Files = {
  'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'] }),
  '.gitignore': 'node_modules\n',
  'packages/words/package.json': json({
    name: '@acme/words',
    version: '1.1.0',
    type: 'module',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['index.js', 'index.d.ts'],
    publishConfig: { access: 'public' },
  }),
  'packages/words/index.js': 'export const hello = () => "hello";\n',
  'packages/words/index.d.ts': 'export declare const hello: () => string;\n',
  'packages/words/CHANGELOG.md': '# @acme/words\n\n## 1.1.0\n\n- Says hello.\n\n## 1.0.0\n\n- First.\n',
  'packages/greet/package.json': json({
    name: '@acme/greet',
    version: '1.1.0',
    type: 'module',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['index.js', 'index.d.ts'],
    dependencies: { '@acme/words': '^1.1.0' },
    publishConfig: { access: 'public' },
  }),
  'packages/greet/index.js':
    'import { hello } from "@acme/words";\nexport const greet = (name) => `${hello()} ${name}`;\n',
  'packages/greet/index.d.ts': 'export declare const greet: (name: string) => string;\n',
  'packages/cli/package.json': json({
    name: '@acme/cli',
    version: '1.1.0',
    type: 'module',
    bin: { 'acme-greet': './bin.js' },
    files: ['bin.js', 'data.json'],
    dependencies: { '@acme/greet': '^1.1.0' },
    publishConfig: { access: 'public' },
  }),
  'packages/cli/bin.js':
    '#!/usr/bin/env node\nimport { readFileSync } from "node:fs";\nimport { greet } from "@acme/greet";\nconst data = JSON.parse(readFileSync(new URL("./data.json", import.meta.url)));\nconsole.log(process.argv[2] === "--version" ? "1.1.0" : greet(data.name));\n',
  'packages/cli/data.json': '{"name":"Ada"}\n',
};

export interface PublishedRelease extends AsyncDisposable {
  readonly repo: TempRepo;
  readonly registry: LocalRegistry;
  readonly manifest: DistributionManifest;
  readonly manifestFile: string;
  /** Of the package without its scope. */
  readonly one: (name: string) => DistributedPackage;
  /** Packs what is committed now, under the same manifest's name. */
  readonly repack: () => Promise<void>;
  /** `npm publish` of the packed tarball, or of another file. */
  readonly publish: (name: string, options?: { readonly tag?: string; readonly file?: string }) => Promise<void>;
  readonly context: (options?: Partial<TestContextOptions>) => Context;
  readonly env: Readonly<Record<string, string>>;
}

/** A workspace in a repository with a remote, packed as cdev-prepublish packs it, and an empty registry beside it. */
export async function packedRelease(files: Files = {}): Promise<PublishedRelease> {
  const repo = await tempRepo({ ...workspaceFiles, ...files }, { origin: true });
  const home = await tempFolder({});
  const registry = await startRegistry({ env: process.env });
  await bringTypescript(repo.path);
  const env = { ...registry.env, HOME: home.path, USERPROFILE: home.path, PATH: process.env['PATH'] ?? '' };
  const { commonDir } = await openRepository(repo.path);
  const manifestFile = distributionManifestFile(commonDir);
  let manifest = await packAll(repo, distributionFolder(commonDir), env);
  await writeDistributionManifest(manifestFile, manifest);
  const one = (name: string): DistributedPackage =>
    manifest.packages.find((candidate) => candidate.name === `@acme/${name}`)!;
  return {
    repo,
    registry,
    manifest,
    manifestFile,
    one,
    env,
    repack: async () => {
      manifest = await packAll(repo, distributionFolder(commonDir), env);
      await writeDistributionManifest(manifestFile, manifest);
    },
    publish: async (name, { tag = 'latest', file = join(dirname(manifestFile), one(name).tarball) } = {}) => {
      await run('npm', ['publish', file, '--tag', tag], { cwd: repo.path, env, timeLimit: 60_000 });
    },
    context: (options = {}) => testContext({ cwd: repo.path, ...options, env: { ...env, ...options.env } }),
    [Symbol.asyncDispose]: async () => {
      await registry.close();
      await repo.remove();
      await home.remove();
    },
  };
}

async function packAll(
  repo: TempRepo,
  destination: string,
  env: Readonly<Record<string, string>>,
): Promise<DistributionManifest> {
  const workspace = await readPackageWorkspace(repo.path);
  const packages: DistributedPackage[] = [];
  for (const member of publishOrder(workspace.members.filter(({ isPublishable }) => isPublishable))) {
    const packed = await packPackage({ member, workspace, destination, env });
    const tarball = packed.file.slice(destination.length + 1);
    packages.push(describePackage(packed, { path: member.path, tarball, distTag: 'latest' }));
  }
  return {
    schemaVersion: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    git: { commit: await repo.git('rev-parse', 'HEAD'), branch: 'main', dirty: false },
    tools: { node: process.versions.node, packer: 'npm-packlist 11' },
    packages,
  };
}

export const defaults: PostpublishOptions = {
  packages: [],
  published: false,
  manifest: undefined,
  only: [],
  skip: [],
  maxWait: 0,
  accepted: false,
  mend: false,
  again: false,
  tagFormat: undefined,
  remote: 'origin',
  githubNotes: false,
  writeChangelog: false,
  docs: undefined,
  notify: undefined,
  notifyFormat: 'slack',
  deprecate: undefined,
  deprecateMessage: undefined,
  rollback: false,
  isDryRun: false,
  firstDelay: 20,
};
