import { tempRepo } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { packageImports, readInventory } from '../../src/index.ts';

test('packages that are imported by name, with the files that do; paths and schemes are none', async () => {
  await using repo = await tempRepo({
    'a.ts':
      "import x from 'left-pad';\nimport type { T } from '@scope/typed/sub';\nimport './b.ts';\nimport 'node:fs';\nimport '#own';\n",
    'b.cjs': "const y = require('left-pad/lib/x.js');\nawait import('lazy.js');\nrequire(y);\n",
    'c.vue': "<script>import v from 'vue'</script>",
    'd.txt': "import 'no-code'",
  });
  const found = await packageImports(await readInventory(repo.path));
  expect(Object.fromEntries(found)).toEqual({
    'left-pad': ['a.ts', 'b.cjs'],
    '@scope/typed': ['a.ts'],
    'lazy.js': ['b.cjs'],
    vue: ['c.vue'],
  });
});
