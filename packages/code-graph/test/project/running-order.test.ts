import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { detectProject, readInventory, runningOrder, type FoundCommand } from '../../src/index.ts';

async function ordered(scripts: Record<string, string>): Promise<readonly string[]> {
  await using repository = await tempRepo({ 'package.json': JSON.stringify({ scripts }) });
  const { commands } = await detectProject(await readInventory(repository.path));
  return runningOrder(commands.filter(({ purpose }) => purpose !== 'install')).map(({ command }) => command);
}

describe('runningOrder', () => {
  test('what others may need comes first, whatever the order in the manifest', async () => {
    expect(await ordered({ test: 'jest', lint: 'eslint', typecheck: 'tsc --noEmit', build: 'tsc -b' })).toEqual([
      'npm run build',
      'npm run typecheck',
      'npm run lint',
      'npm test',
    ]);
  });

  test('a command that runs another itself comes after it', async () => {
    expect(
      await ordered({ build: 'npm run lint && tsc', lint: 'eslint', test: 'jest', typecheck: 'npm test' }),
    ).toEqual(['npm run lint', 'npm run build', 'npm test', 'npm run typecheck']);
    expect(await ordered({ prebuild: 'npm run types', build: 'vite build', types: 'vue-tsc' })).toEqual([
      'npm run types',
      'npm run build',
    ]);
  });

  test('scripts that call each other still come each once', async () => {
    expect(await ordered({ build: 'npm run lint', lint: 'npm run build' })).toEqual(['npm run build', 'npm run lint']);
  });

  test('only commands of the same folder wait for each other', () => {
    const at = (folder: string, purpose: FoundCommand['purpose'], after?: readonly FoundCommand['purpose'][]) => ({
      purpose,
      folder,
      command: `${folder} ${purpose}`,
      foundIn: '',
      ...(after && { after }),
    });
    const commands = [at('a', 'build', ['lint']), at('b', 'lint'), at('a', 'lint'), at('b', 'build')];
    expect(runningOrder(commands).map(({ command }) => command)).toEqual(['b build', 'b lint', 'a lint', 'a build']);
  });
});
