import { describe, expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
function told(code: string): string[] {
  const text = `const { exec } = require('child_process');\napp.post('/run', (req, res) => {\n${code}\n});`;
  return scan({ path: 'lib/a.js', text }).issues.map(({ level, ruleId }) => `${level} ${ruleId}`);
}

describe('what is asked before says nothing about the text', () => {
  test.each([
    ['how it is sent', "if (req.method !== 'POST') return res.status(405).end();\nexec(`ls ${req.body.dir}`);"],
    ['who sends it', "if (req.user.role !== 'admin') return res.end();\nexec(`ls ${req.body.dir}`);"],
    ['who sends it, by a function', 'if (!isAuthenticated(req)) return res.end();\nexec(`ls ${req.body.dir}`);'],
    ['that it is there', 'const dir = req.body.dir;\nif (dir === undefined) return res.end();\nexec(`ls ${dir}`);'],
    ['that it is not empty', "const dir = req.body.dir;\nif (dir === '') return res.end();\nexec(`ls ${dir}`);"],
    ['how long it is', 'const dir = req.body.dir;\nif (dir.length === 0) return res.end();\nexec(`ls ${dir}`);'],
    [
      'that it is a text',
      "const { dir } = req.body;\nif (typeof dir !== 'string') return res.end();\nexec(`ls ${dir}`);",
    ],
    ['something else', "const { dir, mode } = req.body;\nif (mode === 'fast') log(dir);\nexec(`ls ${dir}`);"],
    ['in words', '// return what is in the dir\nconst dir = req.body.dir;\nexec(`ls ${dir}`);'],
    ['and nobody hears the answer', 'const dir = req.body.dir;\nknown.includes(dir);\nexec(`ls ${dir}`);'],
    ['that one value goes another way', "if (req.body.dir === 'new') return res.end();\nexec(`ls ${req.body.dir}`);"],
    ['that one value is another', "const dir = req.body.dir === 'null' ? '' : req.body.dir;\nexec(`ls ${dir}`);"],
    [
      'a pattern that ends as it likes',
      'const { dir } = req.body;\nif (!/^a.*/.test(dir)) return;\nexec(`ls ${dir}`);',
    ],
    [
      'a pattern with a name that ends as it likes',
      'const form = /^a(.)*/;\nconst { dir } = req.body;\nif (dir.match(form)) exec(`ls ${dir}`);',
    ],
    ['after it', 'const dir = req.body.dir;\nexec(`ls ${dir}`);\nif (known.includes(dir)) res.end();'],
    ['the rest of the line', 'const { dir, by } = req.body;\nif (!known.has(by)) return;\nexec(`${by} ${dir}`);'],
  ])('%s', (_, code) => {
    expect(told(code)).toEqual(['error command-injection']);
  });
});

describe('what is asked before', () => {
  test.each([
    ['a list', 'const { dir } = req.body;\nif (!known.includes(dir)) return res.end();\nexec(`ls ${dir}`);'],
    ['a list, by the whole way', 'if (!known.has(req.body.dir)) return res.end();\nexec(`ls ${req.body.dir}`);'],
    [
      'a list, before it has a name',
      'if (!known.has(req.body.dir)) return;\nconst { dir } = req.body;\nexec(`ls ${dir}`);',
    ],
    ['a pattern', 'const dir = req.body.dir;\nif (!/^\\w+$/.test(dir)) throw new Error("no");\nexec(`ls ${dir}`);'],
    [
      'whether it is one of two',
      "const dir = req.body.dir;\nif (dir !== 'a' && dir !== 'b') return;\nexec(`ls ${dir}`);",
    ],
    ['whether it is one, here', "const dir = req.body.dir === 'a' ? req.body.dir : 'b';\nexec(`ls ${dir}`);"],
    ['whether it is another', "const dir = req.body.dir;\nif (dir !== 'a') return;\nexec(`ls ${dir}`);"],
    ['a pattern of points', 'const { dir } = req.body;\nif (!/^\\w\\.+$/.test(dir)) return;\nexec(`ls ${dir}`);'],
    ['whether it is a number', "const id = req.body.id;\nif (typeof id !== 'number') return;\nexec(`kill ${id}`);"],
    ['a function for it', 'const id = req.body.id;\nif (!isInteger(id)) return;\nexec(`kill ${id}`);'],
    ['a function for all of it', 'validate(req.body);\nexec(`ls ${req.body.dir}`);'],
    ['a table', 'const dir = req.body.dir;\nif (!(dir in folders)) return;\nexec(`ls ${dir}`);'],
    ['a switch', "const dir = req.body.dir;\nswitch (dir) {\n  case 'a':\n    exec(`ls ${dir}`);\n}"],
    [
      'around what runs it later',
      'const { dir } = req.body;\nif (!known.includes(dir)) return;\nread(() => exec(`ls ${dir}`));',
    ],
  ])('%s', (_, code) => {
    expect(told(code)).toEqual([]);
  });

  test('where it is called', () => {
    const text =
      "const { exec } = require('child_process');\nconst list = (dir) => exec(`ls ${dir}`);\napp.get('/a', (req, res) => {\n  if (known.has(req.query.dir)) list(req.query.dir);\n});";
    expect(scan({ path: 'lib/a.js', text }).issues).toEqual([]);
  });
});
