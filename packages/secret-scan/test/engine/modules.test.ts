import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import startWabt from 'wabt';
import { addedModule } from '../../src/history/added-module.ts';
import { sieveModule } from '../../src/engine/sieve-module.ts';
import { valueModule } from '../../src/engine/value-module.ts';
import { walkModule } from '../../src/engine/walk-module.ts';

test.each([
  ['engine/walk', walkModule],
  ['engine/value', valueModule],
  ['engine/sieve', sieveModule],
  ['history/added', addedModule],
])('the module is what %s.wat assembles to', async (name, kept) => {
  const source = new URL(`../../src/${name}.wat`, import.meta.url);
  const wabt = await startWabt();
  const module = wabt.parseWat(`${name}.wat`, await readFile(source, 'utf8'), { simd: true });
  module.validate();
  expect(Buffer.from(module.toBinary({}).buffer).toString('base64')).toBe(kept);
});
