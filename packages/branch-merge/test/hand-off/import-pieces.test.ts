import { describe, expect, test } from '@jest/globals';
import { tempRepo, type Files } from '@cdev/test-kit';
import { importTask, mergeBranches, type ImportTask } from '../../src/index.ts';

/** What a task tells where `a` takes out of `src/total.ts` what `b` begins to import. */
async function told(total: Readonly<Record<'before' | 'after', string | null>>, taking: string): Promise<ImportTask> {
  const files: Files = {
    'src/cart.ts': "import { other } from './other.ts';\n",
    'src/other.ts': 'export const other = 1;\n',
  };
  await using repo = await tempRepo(
    { ...files, 'src/total.ts': total.before ?? '' },
    { branches: { b: { 'src/cart.ts': taking } } },
  );
  await repo.git('switch', '-qc', 'a');
  if (total.after === null) await repo.git('rm', '-q', 'src/total.ts');
  await repo.commit('Ours', { 'a.txt': 'a\n', ...(total.after !== null && { 'src/total.ts': total.after }) });
  const merge = await mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b', checksImports: true });
  return await importTask(repo.path, merge, merge.brokenImports);
}

const taking =
  "import { other } from './other.ts';\nimport {\n  total,\n} from './total.ts';\n\nexport const cart = total;\n";
const taken = { line: 2, text: "import {\n  total,\n} from './total.ts';\n" };

describe('the pieces of a broken import', () => {
  test('are its export, what stands in that place now, and the statement that takes it', async () => {
    const before = 'const sum = 1;\n\nexport function total() {\n  return sum;\n}\n\nexport const last = 2;\n';
    const after = `const sum = 1;\n\nexport function whole() {\n  return sum;\n}\n\nexport const last = 2;\n`;
    const { brokenImports, met, paths } = await told({ before, after }, taking);
    expect([met, paths]).toEqual([['src/total.ts'], ['src/cart.ts', 'src/total.ts']]);
    expect(brokenImports).toMatchObject([
      {
        importer: 'src/cart.ts',
        name: 'total',
        pieces: {
          base: { line: 3, text: 'export function total() {\n  return sum;\n}\n' },
          removed: { line: 3, text: 'export function whole() {\n  return sum;\n}\n' },
          taken,
        },
      },
    ]);
  });

  test('are an empty place where nothing came instead, and none where the file is gone', async () => {
    const before = 'export const first = 1;\nexport const total = 2;\nexport const last = 3;\n';
    const shortened = await told({ before, after: 'export const first = 1;\nexport const last = 3;\n' }, taking);
    expect(shortened.brokenImports[0]?.pieces).toMatchObject({ base: { line: 2 }, removed: { line: 2, text: '' } });
    const gone = await told({ before, after: null }, taking);
    expect(gone.brokenImports[0]?.pieces).toMatchObject({ base: { line: 2 }, removed: undefined, taken });
  });

  test('are the list that named it, the default by its statement, and a long one cut short', async () => {
    const list = (...names: string[]) => `const sum = 1;\nconst total = 2;\n\nexport { ${names.join(', ')} };\n`;
    const named = await told({ before: list('sum', 'total'), after: list('sum') }, taking);
    expect(named.brokenImports[0]?.pieces).toMatchObject({
      base: { line: 4, text: 'export { sum, total };\n' },
      removed: { line: 4, text: 'export { sum };\n' },
    });
    const body = Array.from({ length: 40 }, (_, at) => `  call(${at});\n`).join('');
    const own = await told(
      {
        before: `export default function () {\n${body}}\nexport const first = 1;\n`,
        after: 'export const first = 1;\n',
      },
      "import total from './total.ts';\n\nexport const cart = total;\n",
    );
    expect(own.brokenImports[0]?.name).toBe('default');
    expect(own.brokenImports[0]?.pieces?.base?.text.split('\n').slice(-3)).toEqual(['  call(18);', '…', '']);
    expect(own.brokenImports[0]?.pieces?.taken).toMatchObject({ line: 1 });
    expect(own.brokenImports[0]?.pieces?.removed?.text).toBe('');
  });
});
