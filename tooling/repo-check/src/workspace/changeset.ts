import type { Workspace } from './workspace.ts';

export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** What users are told of a change before it is released. */
export interface Changeset {
  /** Relative to the repository. */
  readonly file: string;
  readonly bumps: ReadonlyMap<string, Bump>;
  /** What is told, without the list of packages. */
  readonly text: string;
}

/** All that are pending, in the order of their files' names. */
export function changesetsOf(workspace: Pick<Workspace, 'files' | 'read'>): readonly Changeset[] {
  return workspace.files
    .filter((file) => /^\.changeset\/(?!README)[^/]+\.md$/.test(file))
    .map((file) => {
      const [, head = '', text = ''] = /^---\n([\s\S]*?)\n?---\n?([\s\S]*)$/.exec(workspace.read(file) ?? '') ?? [];
      const bumps = [...head.matchAll(/^['"]?(@?[\w/-]+)['"]?:\s*(major|minor|patch|none)\s*$/gm)];
      return { file, bumps: new Map(bumps.map(([, name = '', bump]) => [name, bump as Bump])), text };
    });
}
