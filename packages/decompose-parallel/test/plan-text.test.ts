import { join } from 'node:path';
import { createStyle } from '@cdev/core/cli';
import { tempRepo, testContext } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { planText } from '../src/human.ts';
import { decomposeParallel, type DecomposeResult } from '../src/index.ts';
import { plain } from './plain-options.ts';

async function decomposed(cwd: string, text: string): Promise<DecomposeResult> {
  const context = testContext({ cwd, home: join(cwd, '..', 'home') });
  return (await decomposeParallel({ ...plain, text, explain: true }, context)).result;
}

const files = { 'src/login.ts': 'export const login = 1;\n', 'src/search.ts': 'export const search = 1;\n' };

test('what has to be done in a submodule is said once', async () => {
  await using repository = await tempRepo(files);
  const head = await repository.git('rev-parse', 'HEAD');
  await repository.git('update-index', '--add', '--cacheinfo', `160000,${head},vendor/plain`);
  await repository.git('commit', '-q', '-m', 'Take plain in');
  const result = await decomposed(
    repository.path,
    'Desk\n\n- Mend `vendor/plain/a.ts` for them\n- Login in `src/login.ts`\n',
  );
  expect(result.plan.decisions.map(({ reason }) => reason)).toContain('vendor/plain is a repository of its own');
  const text = planText(result, { style: createStyle(false), columns: 200 });
  expect(text.match(/is a repository of its own.*/g)).toEqual([
    'is a repository of its own, so that has to be done there',
  ]);
});

test('a long first line becomes a title that ends before a word', async () => {
  await using repository = await tempRepo(files);
  const path = 'src/a-folder/with-a-long-name/and-another/deeply-nested/file-that-is-named.ts';
  const { plan } = await decomposed(repository.path, `Mend the search in ${path}, and its callers\n`);
  expect(plan.title).toBe('Mend the search in…');
});
