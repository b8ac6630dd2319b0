import { describe, expect, test } from '@jest/globals';
import type { CommandPurpose, FoundCommand } from '@cdev/code-graph';
import { chooseCommands } from '../../src/brief/choose-commands.ts';

const command = (purpose: CommandPurpose, folder = '.'): FoundCommand => ({
  purpose,
  command: `run ${purpose}`,
  folder,
  foundIn: `${folder} manifest`,
});
const chosen = (commands: readonly FoundCommand[], paths: readonly string[]) => {
  const { checks, others } = chooseCommands(commands, paths);
  return [checks, others].map((list) => list.map(({ purpose, folder }) => `${purpose} ${folder}`));
};

describe('chooseCommands', () => {
  const all = [command('install'), command('test'), command('lint'), command('test', 'packages/a'), command('format')];

  test('takes the command of the package that the files are in, else the root', () => {
    expect(chosen(all, ['packages/a/src/x.ts'])).toEqual([
      ['lint .', 'test packages/a'],
      ['install .', 'format .'],
    ]);
    expect(chosen(all, ['packages/ab/src/x.ts'])[0]).toEqual(['lint .', 'test .']);
  });

  test('takes two packages, and the root where there are more', () => {
    const packages = ['a', 'b', 'c'].map((name) => command('test', `packages/${name}`));
    const paths = ['packages/a/x', 'packages/b/x', 'packages/c/x'];
    expect(chosen(packages, paths.slice(0, 2))[0]).toEqual(['test packages/a', 'test packages/b']);
    expect(chosen([...packages, command('test')], paths)[0]).toEqual(['test .']);
    expect(chosen(packages, paths)[0]).toEqual(['test packages/a', 'test packages/b']);
  });

  test('takes the root where nothing is known of the files, and nothing where there is nothing', () => {
    expect(chosen(all, [])[0]).toEqual(['lint .', 'test .']);
    expect(chosen([command('test', 'packages/a')], ['src/x.ts'])).toEqual([[], []]);
    expect(chosen([], ['src/x.ts'])).toEqual([[], []]);
  });
});
