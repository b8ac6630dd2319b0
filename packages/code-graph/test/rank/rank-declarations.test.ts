import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { indexRepository, rankDeclarations } from '../../src/index.ts';

const filler = (count: number) => Array.from({ length: count }, (_, at) => `  step(${at});`).join('\n');
const text = `export function open() {
  return desk();
}
export function lateFee(loan) {
  return loan.days * rate;
}
export function work() {
${filler(80)}
  chargeLateFee(1);
${filler(20)}
}
`;

async function rank(query: string) {
  await using folder = await tempFolder({ 'src/a desk.ts': text, 'other.ts': 'export const rate = 2;\n' });
  const index = await indexRepository(folder.path);
  return await rankDeclarations({ query, index, path: 'src/a desk.ts', text });
}

describe('rankDeclarations', () => {
  test('puts first what the request is about, and leaves out what it is not about', async () => {
    const ranked = await rank('raise the late fee');
    expect(ranked.map(({ name }) => name)).toEqual(['lateFee', 'work']);
    expect(ranked[0]).toEqual({ name: 'lateFee', startLine: 4, endLine: 6, score: 1 });
  });

  test('cuts a long declaration to the lines that speak of the request', async () => {
    const work = (await rank('late fee'))[1];
    expect(work).toMatchObject({ name: 'work', whole: { startLine: 7, endLine: 109 } });
    expect(work?.startLine).toBeLessThanOrEqual(88);
    expect(work?.endLine).toBeGreaterThanOrEqual(88);
    expect((work?.endLine ?? 0) - (work?.startLine ?? 0)).toBe(49);
  });

  test('gives nothing when no word of the request stands there', async () =>
    expect(await rank('zebra crossing')).toEqual([]));
});
