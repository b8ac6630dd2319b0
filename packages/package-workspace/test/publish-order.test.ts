import { describe, expect, test } from '@jest/globals';
import {
  publishCycles,
  publishOrder,
  selectMembers,
  type PackageManifest,
  type PackageWorkspace,
  type WorkspaceMember,
} from '../src/index.ts';

function member(name: string, manifest: Partial<PackageManifest> = {}): WorkspaceMember {
  const path = `packages/${name.replace(/^.*\//, '')}`;
  return { name, version: '1.0.0', folder: `/w/${path}`, path, manifest: { name, ...manifest }, isPublishable: true };
}

const needing = (name: string, ...needed: readonly string[]): WorkspaceMember =>
  member(name, { dependencies: Object.fromEntries(needed.map((one) => [one, 'workspace:^'])) });
const names = (members: readonly WorkspaceMember[]): readonly string[] => members.map(({ name }) => name);

describe('publishOrder', () => {
  test('puts dependencies first, otherwise by name, whatever the order they come in', () => {
    const members = [needing('cli', 'core', 'util'), needing('core', 'util'), member('util'), member('alone')];
    expect(names(publishOrder(members))).toEqual(['alone', 'util', 'core', 'cli']);
    expect(names(publishOrder(members.toReversed()))).toEqual(['alone', 'util', 'core', 'cli']);
  });

  test('peers and optional dependencies count, those for development do not', () => {
    const members = [
      member('a', { peerDependencies: { z: '*' } }),
      member('b', { optionalDependencies: { y: '*' } }),
      member('y', { devDependencies: { a: '*' } }),
      member('z'),
    ];
    expect(names(publishOrder(members))).toEqual(['z', 'a', 'y', 'b']);
    expect(publishCycles(members)).toEqual([]);
  });

  test('packages that need each other stand together, and are named', () => {
    const members = [
      needing('a', 'b'),
      needing('b', 'c'),
      needing('c', 'a'),
      needing('d', 'a'),
      needing('self', 'self'),
    ];
    expect(names(publishOrder(members))).toEqual(['a', 'b', 'c', 'd', 'self']);
    expect(publishCycles(members).map(names)).toEqual([['a', 'b', 'c']]);
  });

  test('orders a thousand packages in a chain without running out of stack', () => {
    const chain = Array.from({ length: 1000 }, (_, index) =>
      needing(`p${String(index).padStart(4, '0')}`, `p${String(index + 1).padStart(4, '0')}`),
    );
    expect(publishOrder(chain)[0]?.name).toBe('p0999');
  });
});

describe('selectMembers', () => {
  const members = [member('@app/core'), member('cli')];
  const workspace: PackageWorkspace = {
    root: '/w',
    manager: { name: 'npm' },
    members,
    catalogs: {},
    catalogPlaces: {},
  };

  test('takes names, paths from the root, and folders', () => {
    expect(names(selectMembers(workspace, ['cli', '@app/core']))).toEqual(['@app/core', 'cli']);
    expect(names(selectMembers(workspace, ['./packages/cli/']))).toEqual(['cli']);
    expect(names(selectMembers(workspace, ['/w/packages/core']))).toEqual(['@app/core']);
    expect(names(selectMembers(workspace, ['.'], { cwd: '/w/packages/cli' }))).toEqual(['cli']);
  });

  test('an unknown name is an error that says what there is', () => {
    expect(() => selectMembers(workspace, ['nope'])).toThrow(
      'The workspace has no package "nope"; it has @app/core, cli',
    );
  });
});
