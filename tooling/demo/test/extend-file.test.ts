import { describe, expect, test } from '@jest/globals';
import { addExport, addScript } from '../src/extend-file.ts';

describe('a barrel', () => {
  test('gets the export at its end, once', () => {
    const once = addExport("export { a } from './a.ts';\n", "export { b } from './b.ts';");
    expect(once).toBe("export { a } from './a.ts';\nexport { b } from './b.ts';\n");
    expect(addExport(once, "export { b } from './b.ts';")).toBe(once);
  });

  test('keeps what another agent put there in the meantime', () => {
    expect(addExport('export {};\nexport { c };\n', 'export { b };')).toBe(
      'export {};\nexport { c };\nexport { b };\n',
    );
  });
});

describe('a package.json', () => {
  const manifest = '{\n  "name": "x",\n  "scripts": {\n    "test": "node --test"\n  },\n  "license": "MIT"\n}\n';

  test('gets the script after the others, once, and keeps its form', () => {
    const once = addScript(manifest, 'remind', 'node remind.ts');
    expect(once).toBe(manifest.replace('--test"\n', '--test",\n    "remind": "node remind.ts"\n'));
    expect(addScript(once, 'remind', 'node remind.ts')).toBe(once);
  });

  test('gets scripts where there were none', () => {
    expect(JSON.parse(addScript('{}', 'remind', 'node remind.ts'))).toEqual({ scripts: { remind: 'node remind.ts' } });
  });
});
