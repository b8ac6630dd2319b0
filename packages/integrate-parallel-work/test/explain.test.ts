import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStyle } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import { integrationText } from '../src/human.ts';
import { preparedRun } from './prepared-run.ts';

const page = { style: createStyle(false), columns: 100 };
const files = {
  'src/total.js': 'export const total = (a) => a;\n',
  'web/cart.js': "import { total } from '../src/total.js';\ntotal(1);\n",
};
const checks = [{ name: 'all', command: 'echo all >> "$SEEN"; echo "# tests 1"' }];
const own = (name: string) => [{ name, command: `echo ${name} >> "$SEEN"; test ! -e web/wrong-for-${name}` }];

describe('why a queue is gone through as it is', () => {
  test('edges of meaning put agents behind those that are in nobody’s way, and each one’s own checks come before the costly ones', async () => {
    await using run = await preparedRun({
      files,
      agents: {
        total: { owns: ['src/**'], checks: own('total') },
        cart: { owns: ['web/**'], checks: own('cart') },
        docs: { owns: ['docs/**'] },
      },
      checks,
    });
    await run.work('total', { 'src/total.js': 'export const total = (a, b) => a + b;\n' });
    await run.work('cart', {
      'web/cart.js': "import { total } from '../src/total.js';\ntotal(2);\n",
      'web/wrong-for-cart': '',
    });
    await run.work('docs', { 'docs/d.md': 'docs\n' });
    const { result, status } = await run.call({ isDryRun: true, explain: true, atOnce: undefined });
    if (result.kind !== 'forecast') throw new Error('no forecast');
    expect(status).toBe('ok');
    const uses = [{ path: 'src/total.js', name: 'total', changedBy: 'total', importer: 'web/cart.js' }];
    expect(result.explanation).toMatchObject({
      order: [
        { agent: 'docs', edges: [], reason: 'no edge' },
        { agent: 'total', edges: [{ between: ['total', 'cart'], conflicts: [], uses }], reason: '1 edge: cart' },
        { agent: 'cart', reason: '1 edge: total' },
      ],
      choices: [{ left: 3, slots: 1, mode: 'halves', chance: 0.05, seen: { broken: 0, passed: 0 } }],
    });
    const text = integrationText(result, page);
    expect(text.slice(text.indexOf('Why this order'))).toBe(`Why this order
  1  docs   no edge
  2  total  1 edge: cart
       total changes total of src/total.js, which cart uses in web/cart.js
  3  cart   1 edge: total

Why this many at once, and this mode
  3 in the queue, 1 at once: no run of these checks has been measured yet
  5 % of candidates break: all at once and halved on failure is 1.3 runs, not 3
  5 %: assumed, as no candidate has gone through here yet
`);
    expect(await run.told()).toEqual([]);

    const SEEN = join(run.commonDir, 'seen');
    const { report } = await run.integrate({ explain: true }, { env: { SEEN } });
    expect(report.order).toEqual(['docs', 'total', 'cart']);
    expect(report.merged.map(({ agent }) => agent)).toEqual(['docs', 'total']);
    expect(report.notMerged).toMatchObject([{ agent: 'cart', reason: 'check "cart" failed (exit code 1) twice' }]);
    // Of the three together only the quick ones were run, of the two that are sound all; what had passed was not run to confirm the blame.
    expect((await readFile(SEEN, 'utf8')).trim().split('\n')).toEqual(['total', 'cart', 'total', 'all', 'cart']);
    // By the plan's own check alone nothing is wrong with it.
    await expect(run.call({ checks: ['gone'] })).rejects.toMatchObject({
      code: 'CDEV_E_INTEGRATE_CHECK_UNKNOWN',
      details: { known: 'all, total, cart' },
    });
    const dry = await run.call({ isDryRun: true, checks: ['all'] });
    expect(dry.result).toMatchObject({ forecast: { checks: [checks[0]?.command] } });
    const second = await run.call({ isDryRun: true, explain: true });
    expect(second.result).toMatchObject({ explanation: { order: [{ agent: 'cart' }], choices: [] } });
    const all = await run.integrate({ checks: ['all'] }, { env: { SEEN } });
    expect(all.report).toMatchObject({ outcome: 'complete', checks: ['all'], merged: [{ agent: 'cart' }] });
  });
});
