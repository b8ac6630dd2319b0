import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { conformanceCases, runConformance } from '../src/conformance/index.ts';
import { openFleet } from '../src/index.ts';

describe('the embedded engine', () => {
  test('keeps what every engine must keep', async () => {
    await using folder = await tempFolder({});
    const url = `local:${join(folder.path, 'fleet')}`;
    const results = await runConformance({
      name: 'embedded',
      open: (options) => openFleet({ url, ...options }),
      openWithClock: (clock) => openFleet({ url: `local:${join(folder.path, 'clock')}`, clock }),
      module: {
        url: new URL('../src/conformance/open-by-url.ts', import.meta.url).href,
        argument: JSON.stringify({ url }),
      },
      nodeArguments: ['--conditions=@cdev/source'],
    });
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual(conformanceCases);
    expect(results.filter(({ outcome }) => outcome === 'not run').map(({ reason }) => reason)).toEqual([
      'this engine has no server',
    ]);
  });
});
